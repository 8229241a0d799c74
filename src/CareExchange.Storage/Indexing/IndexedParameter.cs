using CareExchange.Fhir.FhirPath;

namespace CareExchange.Storage.Indexing;

/// <summary>A search parameter of one resource type, ready to extract and to be asked for.</summary>
/// <param name="Code">Its name in a query.</param>
/// <param name="Type">token, reference, string, date, number, quantity or uri.</param>
/// <param name="Key">Its number in the index tables.</param>
/// <param name="SecondaryKey">Of a reference: the number of the tokens that <c>:identifier</c> asks for; of a quantity: the number of its values in base units.</param>
/// <param name="Targets">Of a reference: the types it may point at.</param>
/// <param name="Expression">What it is extracted with.</param>
internal sealed record IndexedParameter(
    string Code, string Type, int Key, int SecondaryKey, IReadOnlyList<string> Targets, FhirPathExpression Expression);
