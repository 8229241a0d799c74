using CareExchange.Fhir.Outcomes;

namespace CareExchange.Exchange.Loading;

/// <summary>A resource of a batch, and the text that it came in.</summary>
/// <param name="Item">The text's place in the batch.</param>
/// <param name="Entry">The resource.</param>
internal readonly record struct LoadPlace(int Item, LoadEntry Entry)
{
    /// <summary>True for the Patient of one of these persons.</summary>
    public bool IsOf(IReadOnlyDictionary<string, Issue> persons) => Entry.Person is { } person && persons.ContainsKey(person.Person);
}
