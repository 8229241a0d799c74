using CareExchange.Fhir.Outcomes;

namespace CareExchange.Exchange.Operations;

/// <summary><c>$convert</c> (R4 resource-operation-convert.html): a resource in whichever format it came, answered in the format that was asked for.</summary>
/// <remarks>Nothing is judged, stored or looked up: what goes in comes out.</remarks>
public sealed class ConvertOperation : IOperation
{
    /// <inheritdoc/>
    public string Definition => "http://hl7.org/fhir/OperationDefinition/Resource-convert";

    /// <inheritdoc/>
    public OperationNeed Need => OperationNeed.Nothing;

    /// <inheritdoc/>
    public Task<Outcome<OperationAnswer>> InvokeAsync(OperationCall call, CancellationToken cancellationToken) =>
        Task.FromResult<Outcome<OperationAnswer>>(new OperationAnswer(call.Input.Element("input").Raw.ToArray()));
}
