/** Classes that only another process of the family can see, loaded from it when they are needed. */
package multiprocessing.internal.classes;
