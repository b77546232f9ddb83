package multiprocessing.internal.wire;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** The fields of a class that travel, superclass first, and a number that tells layouts apart. */
final class Layout {
  private static final Field[] NONE = {};

  /** Not a lambda: the first one costs milliseconds, and this is on a child's start path. */
  private static final Comparator<Field> BY_NAME =
      new Comparator<>() {
        @Override
        public int compare(Field one, Field other) {
          return one.getName().compareTo(other.getName());
        }
      };

  final Field[] fields;
  final int hash;

  private Layout(Field[] fields) {
    this.fields = fields;
    int code = 1;
    for (Field field : fields) {
      code = 31 * code + field.getName().hashCode();
      code = 31 * code + field.getType().getName().hashCode();
    }
    this.hash = code;
  }

  static Layout of(Class<?> type) {
    List<Field> fields = new ArrayList<>();
    addFields(type, fields);
    return new Layout(fields.toArray(NONE));
  }

  private static void addFields(Class<?> type, List<Field> fields) {
    if (type == null || Closed.isClosed(type)) {
      return;
    }
    addFields(type.getSuperclass(), fields);
    Field[] declared = type.getDeclaredFields();
    Arrays.sort(declared, BY_NAME);
    for (Field field : declared) {
      if ((field.getModifiers() & (Modifier.STATIC | Modifier.TRANSIENT)) == 0) {
        field.setAccessible(true);
        fields.add(field);
      }
    }
  }

  void check(Class<?> type, int sent) {
    if (sent != hash) {
      throw new Damage(
          "class "
              + type.getName()
              + " has other fields here than at the sender;"
              + " do both run the same version?");
    }
  }
}
