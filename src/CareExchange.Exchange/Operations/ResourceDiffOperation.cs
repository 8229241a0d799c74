using System.Globalization;
using CareExchange.Exchange.Audit;
using CareExchange.Exchange.Interactions;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Fhir.Patching;

namespace CareExchange.Exchange.Operations;

/// <summary><c>$diff</c>, of ours: what makes one resource, or version, of another, as a FHIRPath Patch.</summary>
/// <remarks>Both sides are read as the requester may see them: what is withheld can show in no difference.</remarks>
public sealed class ResourceDiffOperation(ReadInteraction reads, AuditTrail audit, Schema schema) : IOperation
{
    /// <inheritdoc/>
    public string Definition => Own!.Url;

    /// <inheritdoc/>
    public OperationNeed Need => OperationNeed.Read;

    /// <inheritdoc/>
    public OperationDefinition? Own { get; } = new(
        "urn:careexchange:operation:Resource-diff", "diff", ["Resource"], AffectsState: false, IsSystem: true, IsType: false, IsInstance: true,
        [
            new("from", IsOut: false, 0, 1, "uri"), new("to", IsOut: false, 0, 1, "uri"), new("fromVersion", IsOut: false, 0, 1, "string"),
            new("includeMeta", IsOut: false, 0, 1, "boolean"), new("return", IsOut: true, 1, 1, "Parameters"),
        ]);

    /// <inheritdoc/>
    public bool IsRecordedItself => true;

    /// <inheritdoc/>
    public async Task<Outcome<OperationAnswer>> InvokeAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var sides = call.Target.Id is { } id ? await OfVersionsAsync(call, id, cancellationToken) : await OfTwoAsync(call, cancellationToken);
        if (sides.Value is not ({ } from, { } to) || !sides.Succeeded) return Outcome.Failure<OperationAnswer>(sides.Issues);
        if (from.Type != to.Type) return OperationIssues.WrongValue(call.Input.Where("to"), $"a resource of type {from.Type}");
        using var before = Parse(from);
        using var after = Parse(to);
        return new OperationAnswer(FhirPathDiff.Write(before.Root, after.Root, call.Input.Flag("includeMeta") ?? false));
    }

    // The version of the address, or the current one, and the one before it unless another is named.
    private async Task<Outcome<(ResourceVersion, ResourceVersion)>> OfVersionsAsync(OperationCall call, string id, CancellationToken cancellationToken)
    {
        var type = call.Target.Type!;
        if (call.Input.Text("from") is not null || call.Input.Text("to") is not null) return OperationIssues.UnknownParameter("http.from", "from", ["fromVersion", "includeMeta"]);
        var to = await reads.ReadAsync(type, id, null, call.Requester, call.Trace, cancellationToken);
        if (to.Value is not { } current || !to.Succeeded) return Outcome.Failure<(ResourceVersion, ResourceVersion)>(to.Issues);
        var wanted = current.Version - 1;
        if (call.Input.Text("fromVersion") is { } named && !long.TryParse(named, NumberStyles.None, CultureInfo.InvariantCulture, out wanted)) return OperationIssues.WrongValue(call.Input.Where("fromVersion"), "a version, such as 1");
        if (wanted < 1) return Issue.Error("not-found", "version-unknown", "There is no earlier version.", "이전 버전이 없습니다.") with { Found = $"{type}/{id}" };
        var from = await reads.ReadAsync(type, id, wanted, call.Requester, call.Trace, cancellationToken);
        return from.Value is { } old && from.Succeeded ? (old, current) : Outcome.Failure<(ResourceVersion, ResourceVersion)>(from.Issues);
    }

    private async Task<Outcome<(ResourceVersion, ResourceVersion)>> OfTwoAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var from = await ReadAsync(call, "from", cancellationToken);
        if (from.Value is not { } before || !from.Succeeded) return Outcome.Failure<(ResourceVersion, ResourceVersion)>(from.Issues);
        var to = await ReadAsync(call, "to", cancellationToken);
        return to.Value is { } after && to.Succeeded ? (before, after) : Outcome.Failure<(ResourceVersion, ResourceVersion)>(to.Issues);
    }

    private async Task<Outcome<ResourceVersion>> ReadAsync(OperationCall call, string name, CancellationToken cancellationToken)
    {
        if (call.Input.Text(name) is not { } reference) return OperationIssues.Missing(name);
        if (References.Read(reference, schema, call.Base) is not { } target) return OperationIssues.WrongValue(call.Input.Where(name), "Type/id or Type/id/_history/version");
        if (call.Refusal(target.Type, OperationNeed.Read) is { } refused)
        {
            await audit.RecordAsync(new AuditRecord(AuditAction.Operation, call.Requester, call.Trace) { Refused = true, Query = call.Target.Name, Explanation = refused.Rule }, cancellationToken);
            return refused;
        }

        var parts = reference.Split("/_history/");
        long? version = parts is [_, var text] ? long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1 : null;
        return await reads.ReadAsync(target.Type, target.Id, version, call.Requester, call.Trace, cancellationToken);
    }

    private FhirDocument Parse(ResourceVersion version) =>
        FhirDocument.Parse(version.Json, schema).Value ?? throw new InvalidOperationException("A stored resource is not JSON.");
}
