namespace CareExchange.Storage.Resources;

/// <summary>How far a relabelling has come.</summary>
/// <param name="Rules">Fingerprint of the rules it labels by.</param>
/// <param name="Row">Number of the last row that was looked at; <see cref="long.MaxValue"/> where all were.</param>
public sealed record LabelMark(string Rules, long Row);
