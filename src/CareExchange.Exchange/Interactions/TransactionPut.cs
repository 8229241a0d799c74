using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Persons;
using CareExchange.Storage.Resources;

namespace CareExchange.Exchange.Interactions;

/// <summary>What one entry of a transaction writes.</summary>
/// <param name="Step">The entry.</param>
/// <param name="Resource">A Patient who stands already and is looked at on its own; null for everything else.</param>
internal sealed record TransactionPut(TransactionStep Step, CheckedResource? Resource)
{
    /// <summary>Why it cannot be written.</summary>
    public IReadOnlyList<Issue> Issues { get; init; } = [];

    /// <summary>Of a new Patient, how the person is found again.</summary>
    public PersonRecord? Person { get; init; }

    /// <summary>Ready to be written; null where there are issues, or <see cref="Resource"/>.</summary>
    public PreparedResource? Ready { get; init; }
}
