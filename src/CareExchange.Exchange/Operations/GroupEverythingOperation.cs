using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Resources;

namespace CareExchange.Exchange.Operations;

/// <summary><c>Group/id/$everything</c> (R4 group-operation-everything.html): the Group, and the records of its members as far as the requester may see them.</summary>
public sealed class GroupEverythingOperation(EverythingReader reader, ResourceStore store) : IOperation
{
    /// <inheritdoc/>
    public string Definition => "http://hl7.org/fhir/OperationDefinition/Group-everything";

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
        return await store.ReadAsync("Group", id, cancellationToken) is { Deleted: false } group
            ? await reader.ReadGroupAsync(call, group, cancellationToken)
            : await reader.UnknownAsync(call, "Group", id, cancellationToken);
    }
}
