package multiprocessing.pool;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** In a worker: one task. */
@Name("multiprocessing.Task")
@Label("Task")
@Category({"multiprocessing", "Pool"})
@Description("A task of a pool, in the worker that ran it")
@StackTrace(false)
final class TaskEvent extends Event implements TaskRecord {
  // Flight Recorder rewrites this class without seeing others: no two types may meet in a variable
  // here

  @Label("Task Number")
  @Description("Which task of its call it is, from 0")
  long taskNumber;

  @Label("Function")
  @Description("The class of what was called")
  Class<?> function;

  @Label("Succeeded")
  @Description("Whether it ended without an exception")
  boolean succeeded;

  private TaskEvent() {}

  static TaskRecord begun() {
    TaskEvent event = new TaskEvent();
    event.begin();
    return event;
  }

  @Override
  public void runs(Object called) {
    function = called.getClass();
  }

  @Override
  public void end(long task, boolean ok) {
    end();
    if (shouldCommit()) {
      taskNumber = task;
      succeeded = ok;
      commit();
    }
  }
}
