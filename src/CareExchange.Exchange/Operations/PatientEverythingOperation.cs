using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Exchange.Operations;

/// <summary><c>Patient/$everything</c> (R4 patient-operation-everything.html): the record of a person, or of all, as far as the requester may see it.</summary>
public sealed class PatientEverythingOperation(EverythingReader reader) : IOperation
{
    /// <inheritdoc/>
    public string Definition => "http://hl7.org/fhir/OperationDefinition/Patient-everything";

    /// <inheritdoc/>
    public OperationNeed Need => OperationNeed.Read;

    /// <inheritdoc/>
    public IReadOnlyList<OperationParameter> More { get; } = [new("_cursor", IsOut: false, 0, 1, "string")];

    /// <inheritdoc/>
    public bool IsRecordedItself => true;

    /// <inheritdoc/>
    public async Task<Outcome<OperationAnswer>> InvokeAsync(OperationCall call, CancellationToken cancellationToken) =>
        call.Target.Id is { } id
            ? await reader.ReadAsync(call, id, await reader.PatientAsync(id, cancellationToken), belongs: null, cancellationToken)
            : await reader.ReadAllAsync(call, cancellationToken);
}
