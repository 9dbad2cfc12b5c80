/**
 * Runs what a model wrote, in a sandbox that the user has switched on.
 *
 * <p>A {@link dev.regatta.aggregator.annotation.code.Sandbox} says which command starts a program
 * inside; {@code harness.py} is what it starts: it reads a job from standard input, limits itself,
 * runs the job and says what came of it. {@link
 * dev.regatta.aggregator.annotation.code.ProgramRunner} watches over one such process.
 */
package dev.regatta.aggregator.annotation.code;
