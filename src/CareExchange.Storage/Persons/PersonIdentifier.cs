namespace CareExchange.Storage.Persons;

/// <summary>A business identifier in the clear; in the store only its keyed hash remains.</summary>
/// <param name="System">Identifier system, such as <c>https://mois.go.kr/rrn</c>.</param>
/// <param name="Value">The value, normalised by the caller (an RRN without its hyphen).</param>
public sealed record PersonIdentifier(string System, string Value)
{
    /// <summary>Names the system, never the value.</summary>
    public override string ToString() => $"PersonIdentifier {System}";
}
