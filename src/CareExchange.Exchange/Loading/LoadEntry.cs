using CareExchange.Exchange.Interactions;
using CareExchange.Storage.Loading;
using CareExchange.Storage.Persons;

namespace CareExchange.Exchange.Loading;

/// <summary>One resource on its way into the store.</summary>
/// <param name="Prepared">Ready to be written where nothing stands under its id.</param>
/// <param name="Text">As it was sent, references rewritten: an update starts from it.</param>
/// <param name="Category">Its data category code.</param>
/// <param name="Person">Of a Patient, how the person is found again.</param>
internal sealed record LoadEntry(PreparedLoad Prepared, ResourceBody Text, string Category, PersonRecord? Person)
{
    /// <summary>Type and id.</summary>
    public (string Type, string Id) Key => (Prepared.Type, Prepared.Id);
}
