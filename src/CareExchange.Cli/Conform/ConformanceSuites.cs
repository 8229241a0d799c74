namespace CareExchange.Cli.Conform;

/// <summary>Every suite that <c>careexchange conform</c> knows.</summary>
internal static class ConformanceSuites
{
    public static IReadOnlyList<IConformanceSuite> All { get; } =
    [
        new FhirPathSuite(),
        new MappingSuite(),
        new PatchSuite(),
        new RoundTripSuite(),
        new SnapshotSuite(),
        new ValidatorSuite(),
    ];
}
