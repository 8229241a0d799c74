using CareExchange.Exchange.Interactions;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Resources;

namespace CareExchange.Exchange.Operations;

/// <summary><c>Patient/id/$everything</c> (R4 patient-operation-everything.html): the person's record as far as the requester may see it.</summary>
public sealed class PatientEverythingOperation(EverythingReader reader, ResourceStore store) : IOperation
{
    /// <inheritdoc/>
    public string Definition => "http://hl7.org/fhir/OperationDefinition/Patient-everything";

    /// <inheritdoc/>
    public OperationNeed Need => OperationNeed.Read;

    /// <inheritdoc/>
    public OperationLevels? Levels => OperationLevels.Instance;

    /// <inheritdoc/>
    public IReadOnlyList<OperationParameter> More { get; } = [new("_cursor", IsOut: false, 0, 1, "string")];

    /// <inheritdoc/>
    public bool IsRecordedItself => true;

    /// <inheritdoc/>
    public async Task<Outcome<OperationAnswer>> InvokeAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var id = call.Target.Id!;
        return await store.ReadAsync("Patient", id, cancellationToken) is { Deleted: false } patient
            ? await reader.ReadAsync(call, id, patient, belongs: null, cancellationToken)
            : InteractionIssues.NotFound("Patient", id);
    }
}
