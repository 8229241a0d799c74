namespace CareExchange.Cli.Conform;

/// <summary>The result of one case.</summary>
/// <param name="Case">The suite's own name of the case, unique in its folder where the suite makes it so.</param>
/// <param name="Verdict">How it came out.</param>
/// <param name="Detail">What differs, or why it was not run; null for most that passed.</param>
internal sealed record ConformanceResult(string Case, Verdict Verdict, string? Detail = null)
{
    /// <summary>Passed where there is no complaint.</summary>
    public static ConformanceResult Of(string name, string? complaint) => new(name, complaint is null ? Verdict.Passed : Verdict.Failed, complaint);
}
