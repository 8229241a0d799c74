namespace CareExchange.Storage.Search;

/// <summary>A quantity that is asked for, in UCUM base units.</summary>
/// <param name="Unit">The code of the base units.</param>
/// <param name="Low">First value inside.</param>
/// <param name="Exact">The value as written.</param>
/// <param name="High">First value after.</param>
public sealed record CanonicalBounds(string Unit, double Low, double Exact, double High);
