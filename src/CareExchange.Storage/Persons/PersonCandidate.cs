namespace CareExchange.Storage.Persons;

/// <summary>A person who shares match keys with the one looked for.</summary>
/// <param name="Person">Patient id.</param>
/// <param name="Kinds">The kinds of key that agree.</param>
public sealed record PersonCandidate(string Person, IReadOnlyList<string> Kinds);
