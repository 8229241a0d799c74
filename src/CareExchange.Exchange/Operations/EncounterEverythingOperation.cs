using CareExchange.Exchange.Interactions;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Resources;

namespace CareExchange.Exchange.Operations;

/// <summary><c>Encounter/id/$everything</c> (R4 encounter-operation-everything.html): the encounter, whose it is, and what was done in it.</summary>
public sealed class EncounterEverythingOperation(EverythingReader reader, ResourceStore store, Schema schema) : IOperation
{
    /// <inheritdoc/>
    public string Definition => "http://hl7.org/fhir/OperationDefinition/Encounter-everything";

    /// <inheritdoc/>
    public OperationNeed Need => OperationNeed.Read;

    /// <inheritdoc/>
    public IReadOnlyList<OperationParameter> More { get; } = [new("_cursor", IsOut: false, 0, 1, "string")];

    /// <inheritdoc/>
    public bool IsRecordedItself => true;

    /// <inheritdoc/>
    public async Task<Outcome<OperationAnswer>> InvokeAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var id = call.Target.Id!;
        if (await store.ReadAsync("Encounter", id, cancellationToken) is not { Deleted: false } encounter) return await reader.UnknownAsync(call, "Encounter", id, cancellationToken);

        // What the encounter points at (diagnoses, referrals) belongs to it as much as what points at the encounter.
        var own = References.Of(encounter.Json, schema, call.Base).ToHashSet();
        return await reader.ReadAsync(call, encounter.Tags.Person, encounter, Belongs, cancellationToken);

        bool Belongs(Element resource) => own.Contains((resource.TypeName, resource["id"].Text ?? "")) || References.Of(resource, schema, call.Base).Contains(("Encounter", id));
    }
}
