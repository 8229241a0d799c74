namespace CareExchange.Exchange.Interactions;

/// <summary>How a consent was given, as staff record it; who gives it themselves states nothing.</summary>
/// <param name="Method"><c>paper</c>, <c>phone</c> or <c>electronic</c>; null where nothing is said.</param>
/// <param name="Performer">Who agreed, <c>Patient/x</c> or <c>RelatedPerson/x</c>; null for the person.</param>
public sealed record ConsentSigning(string? Method, string? Performer)
{
    /// <summary>The methods that may be stated.</summary>
    public static IReadOnlyList<string> Methods { get; } = ["paper", "phone", "electronic"];
}
