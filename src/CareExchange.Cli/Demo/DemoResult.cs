namespace CareExchange.Cli.Demo;

/// <summary>What became of one message of the demo.</summary>
/// <param name="Partner">Who sent it.</param>
/// <param name="File">The example.</param>
/// <param name="State"><c>processed</c>, <c>rejected</c> or <c>parked</c>.</param>
/// <param name="Resources">How many resources it became.</param>
/// <param name="Coverage">Mapped ÷ populated source fields.</param>
/// <param name="Rule">The rule that refused it, or null.</param>
/// <param name="Korean">Why, in Korean, or null.</param>
internal sealed record DemoResult(string Partner, string File, string State, int Resources, decimal Coverage, string? Rule, string? Korean);
