namespace CareExchange.Cli.Conform;

/// <summary>How one case of a public suite came out.</summary>
internal enum Verdict
{
    /// <summary>As the suite expects.</summary>
    Passed,

    /// <summary>Otherwise than the suite expects.</summary>
    Failed,

    /// <summary>Not run, for a reason that is told.</summary>
    Skipped,
}
