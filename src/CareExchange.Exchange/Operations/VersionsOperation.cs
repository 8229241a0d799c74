using CareExchange.Fhir.Outcomes;

namespace CareExchange.Exchange.Operations;

/// <summary><c>$versions</c> (R4 capabilitystatement-operation-versions.html): the FHIR versions that are spoken here, and which of them without being asked for.</summary>
public sealed class VersionsOperation : IOperation
{
    private static readonly byte[] s_answer = """{"resourceType":"Parameters","parameter":[{"name":"version","valueCode":"4.0"},{"name":"default","valueCode":"4.0"}]}"""u8.ToArray();

    /// <inheritdoc/>
    public string Definition => "http://hl7.org/fhir/OperationDefinition/CapabilityStatement-versions";

    /// <inheritdoc/>
    public OperationNeed Need => OperationNeed.Nothing;

    /// <inheritdoc/>
    public Task<Outcome<OperationAnswer>> InvokeAsync(OperationCall call, CancellationToken cancellationToken) =>
        Task.FromResult<Outcome<OperationAnswer>>(new OperationAnswer(s_answer));
}
