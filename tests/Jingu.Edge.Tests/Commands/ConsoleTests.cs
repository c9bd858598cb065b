using Xunit;

namespace Jingu.Edge.Tests.Commands;

/// <summary>
/// Tests that take the program's standard output for themselves: there is one, so they run alone and one by one.
/// </summary>
[CollectionDefinition(nameof(ConsoleTests), DisableParallelization = true)]
public static class ConsoleTests;
