namespace CareExchange.Exchange.CarePlans.Lines;

/// <summary>Who the person is, as far as the reader may know.</summary>
/// <param name="Name">Empty when the reader may not see identity.</param>
/// <param name="Age">Whole years on the day of reading; the age at death for a person who died.</param>
/// <param name="Sex">FHIR administrative-gender code, or null.</param>
/// <param name="RegisteredAddress">주민등록지; null when the sender gave one address only.</param>
/// <param name="ActualAddress">Where the person really lives. Care goes here even when it is not the registered one (seed case 1).</param>
/// <param name="Household">Living alone, couple, …</param>
public sealed record PersonHeader(
    string Id,
    string Name,
    int? Age,
    string? Sex,
    DateOnly? BirthDate,
    bool Deceased,
    string? RegisteredAddress,
    string? ActualAddress,
    IReadOnlyList<string> Phones,
    Phrase? Language,
    Fact? Household,
    IReadOnlyList<Fact> Communication,
    IReadOnlyList<ContactLine> Contacts,
    Source? Source)
{
    public bool AddressesDiffer => RegisteredAddress is not null && ActualAddress is not null && RegisteredAddress != ActualAddress;
}
