using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Resources;

namespace CareExchange.Exchange.Operations;

/// <summary><c>$reindex</c>, of ours: extracts what searches go by anew, of everything, of types, or of one resource. For operators: who may change every type.</summary>
/// <remarks>Everything and types are jobs: 202 with the status address in Content-Location. A resource is done at once.</remarks>
public sealed class ReindexOperation(ReindexJobs jobs, ReindexStore store) : IOperation
{
    /// <inheritdoc/>
    public string Definition => Own!.Url;

    /// <inheritdoc/>
    public OperationNeed Need => OperationNeed.Update;

    /// <inheritdoc/>
    public bool AffectsState => true;

    /// <inheritdoc/>
    public OperationDefinition? Own { get; } = new(
        "urn:careexchange:operation:Resource-reindex", "reindex", ["Resource"], AffectsState: true, IsSystem: true, IsType: true, IsInstance: true,
        [new("type", IsOut: false, 0, -1, "code"), new("parameter", IsOut: false, 0, 1, "string"), new("return", IsOut: true, 0, 1, "OperationOutcome")]);

    /// <inheritdoc/>
    public async Task<Outcome<OperationAnswer>> InvokeAsync(OperationCall call, CancellationToken cancellationToken)
    {
        if (call.Refusal("*", OperationNeed.Update) is { } refused) return refused;
        if (call.Target is { Type: { } name, Id: { } id })
        {
            return await store.ReindexAsync(name, id, cancellationToken)
                ? new OperationAnswer(OperationOutcome.Write([Issue.Information("informational", "reindexed", "The resource was indexed anew.", "리소스를 다시 색인했습니다.")]))
                : Issue.Error("not-found", "resource-unknown", "There is no such resource.", "해당 리소스가 없습니다.") with { Found = $"{name}/{id}" };
        }

        string[] types = call.Target.Type is { } type ? [type] : [.. call.Input.Texts("type").SelectMany(text => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];
        var begun = await jobs.BeginAsync(types, call.Input.Text("parameter"), call.Requester, cancellationToken);
        if (begun.Value is not { } job || !begun.Succeeded) return Outcome.Failure<OperationAnswer>(begun.Issues);
        var remark = Issue.Information("informational", "request-deferred", "The index is being built; its status is at Content-Location.", "색인을 다시 만들고 있습니다. 진행 상태는 Content-Location 주소에서 확인할 수 있습니다.");
        return new OperationAnswer(OperationOutcome.Write([remark]), 202) { Headers = [new("Content-Location", $"{call.Base}/$reindex/{job}")] };
    }
}
