using CareExchange.Fhir.Elements;
using CareExchange.Storage.Persons;

namespace CareExchange.Exchange.Persons;

/// <summary>What is kept of a person after a contribution.</summary>
/// <param name="Record">How to find them again.</param>
/// <param name="Patient">The Patient to put, without resident number; the stored bytes where the contribution says nothing new.</param>
public sealed record KeptPerson(PersonRecord Record, FhirDocument Patient);
