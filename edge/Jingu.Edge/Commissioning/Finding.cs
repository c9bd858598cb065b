namespace Jingu.Edge.Commissioning;

/// <summary>How a check ended.</summary>
internal enum Severity
{
    Good = 0,

    /// <summary>It works, but not as configured.</summary>
    Warning = 1,
    Failed = 2,
}

/// <summary>One thing that was checked.</summary>
/// <param name="Part">Such as <c>bus</c>, <c>broker</c>, <c>meter</c>.</param>
/// <param name="Subject">Which of them.</param>
/// <param name="Text">A sentence for the installer; what is not good ends with what to do.</param>
internal sealed record Finding(Severity Severity, string Part, string Subject, string Text);
