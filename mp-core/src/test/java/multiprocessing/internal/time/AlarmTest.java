package multiprocessing.internal.time;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AlarmTest {
  private final Semaphore rang = new Semaphore(0);
  private final Alarm alarm = new Alarm("test-alarm", rang::release);

  @AfterEach
  void end() {
    alarm.end();
  }

  @Test
  void whatIsSetWhileItGoesOffOrIsStoppedGoesOffTooHoweverTheyMeet() throws Exception {
    alarm.start();
    ThreadLocalRandom random = ThreadLocalRandom.current();
    for (int round = 0; round < 20_000; round++) {
      alarm.set(System.nanoTime() + random.nextLong(100_000));
      LockSupport.parkNanos(random.nextLong(150_000));
      alarm.stop(); // as it goes off, perhaps
      rang.drainPermits();
      if (round % 10 == 0) {
        alarm.set(System.nanoTime() + random.nextLong(50_000));
        assertTrue(rang.tryAcquire(10, TimeUnit.SECONDS), () -> "did not go off");
      }
    }
  }
}
