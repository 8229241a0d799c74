using CareExchange.Exchange.Audit;
using CareExchange.Exchange.Consent;
using CareExchange.Exchange.Interactions;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Resources;
using CareExchange.Validation.Rules;

namespace CareExchange.Exchange.Operations;

/// <summary><c>$validate</c> (R4 resource-operation-validate.html): a resource in hand, or a stored one. Nothing is stored.</summary>
/// <remarks>A verdict is an answer, however bad it is. Stored profiles, value sets and code systems count beside those of the packs.</remarks>
public sealed class ValidateOperation(DefinitionLibrary definitions, ResourceStore store, ConsentDecider consent, AuditTrail audit) : IOperation
{
    private static readonly string[] Modes = ["create", "update", "delete", "profile"];

    /// <inheritdoc/>
    public string Definition => "http://hl7.org/fhir/OperationDefinition/Resource-validate";

    /// <inheritdoc/>
    public OperationNeed Need => OperationNeed.Nothing;

    /// <inheritdoc/>
    public bool IsRecordedItself => true;

    /// <inheritdoc/>
    public OperationLevels? Levels => OperationLevels.System | OperationLevels.Type | OperationLevels.Instance;

    /// <inheritdoc/>
    public IReadOnlyList<OperationParameter> More { get; } = [new("profile", IsOut: false, 0, -1, "uri")];

    /// <inheritdoc/>
    public async Task<Outcome<OperationAnswer>> InvokeAsync(OperationCall call, CancellationToken cancellationToken)
    {
        var (type, id) = (call.Target.Type, call.Target.Id);
        var mode = call.Input.Text("mode");

        // A stored resource is looked at, and recorded as that; everything else only as having been asked.
        if (id is null || mode == "delete" || call.Input.Element("resource").Exists) await audit.RecordAsync(new AuditRecord(AuditAction.Operation, call.Requester, call.Trace) { Query = call.Target.Name }, cancellationToken);
        if (mode is not null && !Modes.Contains(mode)) return Malformed(call.Input.Where("mode"), $"mode {string.Join(" | ", Modes)}", mode);
        if (mode == "delete" && id is null) return Malformed(call.Input.Where("mode"), "mode delete of one resource: Type/id/$validate", mode);
        if (mode == "profile" && call.Input.Texts("profile").Count == 0) return Malformed(call.Input.Where("mode"), "a profile, for mode profile", mode);
        var resource = call.Input.Element("resource");
        if (!resource.Exists && id is null) return Malformed("Parameters", "a resource, or Parameters with a parameter 'resource'", null);
        if (type is not null && resource.Exists && resource.TypeName != type)
        {
            return Issue.Error("invalid", "resource-type", "The body is not of the type the address names.", "본문의 자원 종류가 주소와 다릅니다.") with { Expected = type, Found = resource.TypeName };
        }

        if (mode == "delete") return Answer(await DeletionAsync(type!, id!, call, cancellationToken));
        return resource.Exists ? Answer(await JudgeAsync(resource, mode, call, cancellationToken)) : await JudgeStoredAsync(type!, id!, call, cancellationToken);
    }

    private async Task<List<Issue>> JudgeAsync(Element resource, string? mode, OperationCall call, CancellationToken cancellationToken)
    {
        var live = await definitions.CurrentAsync(cancellationToken);
        var issues = new List<Issue>(call.Input.Remarks);
        issues.AddRange(live.Validator.Validate(resource, ValidationOptions.Default with { Profiles = call.Input.Texts("profile") }));
        if (mode != "update" || call.Target.Id is not { } id) return issues;
        if (resource["id"].Text != id)
        {
            issues.Add(Issue.Error("invalid", "resource-id", "The body's id is not the one the address names.", "본문의 id가 주소와 다릅니다.") with { Expression = $"{resource.TypeName}.id", Expected = id, Found = resource["id"].Text ?? "none" });
        }

        // What an update would say, said before it is tried; but an update that is refused is on record, so of what is hidden nothing is said here.
        var standing = await store.ReadAsync(resource.TypeName, id, cancellationToken);
        if (standing is { Deleted: false } && standing.Tags.Source != call.Requester.OrganizationId && await SeesAsync(standing, call, cancellationToken)) issues.Add(InteractionIssues.NotYours(resource.TypeName, id));
        return issues;
    }

    private async Task<List<Issue>> DeletionAsync(string type, string id, OperationCall call, CancellationToken cancellationToken)
    {
        if (call.Refusal(type, OperationNeed.Delete) is { } refused) return [refused];
        var standing = await store.ReadAsync(type, id, cancellationToken);
        if (standing is null) return [InteractionIssues.NotFound(type, id)];
        if (standing.Tags.Source == call.Requester.OrganizationId) return [];

        // What is hidden, or was before it was deleted, is said to be as little there as what never was.
        return await SeesAsync(standing, call, cancellationToken) ? standing.Deleted ? [] : [InteractionIssues.NotYours(type, id)] : [InteractionIssues.NotFound(type, id)];
    }

    private async Task<bool> SeesAsync(StoredResource standing, OperationCall call, CancellationToken cancellationToken) =>
        (await new Disclosure(consent, call.Requester).JudgeAsync([standing], cancellationToken))[0];

    // What is said of a stored resource tells of its content: it is judged as it may be seen, and the look is recorded.
    private async Task<Outcome<OperationAnswer>> JudgeStoredAsync(string type, string id, OperationCall call, CancellationToken cancellationToken)
    {
        if (call.Refusal(type, OperationNeed.Read) is { } refused)
        {
            await audit.RecordAsync(new AuditRecord(AuditAction.Operation, call.Requester, call.Trace) { Refused = true, Query = call.Target.Name, Explanation = refused.Rule }, cancellationToken);
            return refused;
        }

        if (await store.ReadAsync(type, id, cancellationToken) is not { } standing)
        {
            await audit.RecordUnknownAsync(AuditAction.Operation, call.Requester, call.Trace, $"{type}/{id}", call.Target.Name, cancellationToken);
            return InteractionIssues.NotFound(type, id);
        }

        var disclosure = new Disclosure(consent, call.Requester);
        var json = await disclosure.ReleaseAsync(standing, cancellationToken);
        await audit.RecordAsync(disclosure.Looked(AuditAction.Operation, call.Trace, standing) with { Query = call.Target.Name }, cancellationToken);
        if (json is null) return InteractionIssues.NotFound(type, id);
        if (standing.Deleted) return InteractionIssues.Gone(type, id);
        var live = await definitions.CurrentAsync(cancellationToken);
        using var document = FhirDocument.Parse(json.Value, live.Schema).Value ?? throw new InvalidOperationException("A stored resource is not JSON.");
        return Answer([.. live.Validator.Validate(document.Root, ValidationOptions.Default with { Profiles = call.Input.Texts("profile") })]);
    }

    private static OperationAnswer Answer(List<Issue> issues)
    {
        if (issues.Count == 0) issues.Add(Issue.Information("informational", "valid", "Nothing is wrong with the resource.", "자원에 문제가 없습니다."));
        return new(OperationOutcome.Write(issues));
    }

    private static Issue Malformed(string where, string expected, string? found) =>
        Issue.Error("invalid", "validate-request", "The request to validate cannot be understood.", "검증 요청을 이해할 수 없습니다.") with { Expression = where, Expected = expected, Found = found };
}
