using CareExchange.Exchange.Audit;
using CareExchange.Exchange.Consent;
using CareExchange.Exchange.Interactions;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Resources;

namespace CareExchange.Exchange.Operations;

/// <summary>Which definition a terminology operation is about: named by canonical, sent along, or the stored resource of the address.</summary>
public sealed class TerminologyTarget(DefinitionLibrary library, ResourceStore store, ConsentDecider consent, AuditTrail audit)
{
    /// <summary>The definitions of this moment, what was sent along laid over them, and the canonical that is meant.</summary>
    /// <param name="call">The call.</param>
    /// <param name="inline">The parameter that may hold the definition itself, such as <c>valueSet</c>.</param>
    /// <param name="version">The parameter with the version of the canonical, or null.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The canonical is null where nothing was named; issues where the resource of the address is not there, or what was sent defines nothing.</returns>
    public async Task<Outcome<(LiveDefinitions Definitions, string? Canonical)>> FindAsync(OperationCall call, string inline, string? version, CancellationToken cancellationToken)
    {
        var live = await library.CurrentAsync(cancellationToken);
        if (call.Target.Id is { } id)
        {
            var read = await ReadAsync(call, id, cancellationToken);
            if (read.Value is not { } resource || !read.Succeeded) return Outcome.Failure<(LiveDefinitions, string?)>(read.Issues);
            using var document = FhirDocument.Parse(resource.Json, live.Schema).Value ?? throw new InvalidOperationException("A stored resource is not JSON.");
            return Over(live, document.Root);
        }

        if (call.Input.Element(inline) is { Exists: true } sent) return Over(live, sent);
        if (call.Input.Text("url") is not { } url) return (live, null);
        return (live, version is not null && call.Input.Text(version) is { } wanted && !url.Contains('|', StringComparison.Ordinal) ? $"{url}|{wanted}" : url);
    }

    private async Task<Outcome<ResourceVersion>> ReadAsync(OperationCall call, string id, CancellationToken cancellationToken)
    {
        var type = call.Target.Type!;
        if (await store.ReadAsync(type, id, cancellationToken) is not { } found) return InteractionIssues.NotFound(type, id);
        var disclosure = new Disclosure(consent, call.Requester);
        var json = await disclosure.ReleaseAsync(found, cancellationToken);
        await audit.RecordAsync(disclosure.Looked(AuditAction.Read, call.Trace, found), cancellationToken);
        if (json is null) return InteractionIssues.NotFound(type, id);
        return found.Deleted ? InteractionIssues.Gone(type, id) : ResourceVersion.Of(found, json.Value);
    }

    // One definition laid over all others for one request. It needs a name to be asked by: without a url it gets one that nobody else can have.
    private static Outcome<(LiveDefinitions Definitions, string? Canonical)> Over(LiveDefinitions live, Element definition)
    {
        var url = definition["url"].Text;
        var (json, name) = (definition.Raw.ToArray(), url);
        if (string.IsNullOrEmpty(url))
        {
            name = $"urn:uuid:{Guid.NewGuid()}";
            using var alone = FhirDocument.Parse(json, live.Schema).Value ?? throw new InvalidOperationException("A parameter is not JSON.");
            var edit = new DocumentEdit(alone);
            edit.Set(alone.Root, "url", System.Text.Encoding.UTF8.GetBytes($"\"{name}\""));
            json = edit.Apply();
        }

        var compiled = PackageCompiler.CompileResources("sent", "1", [new PackageFile(definition.TypeName, json)]);
        if (compiled.Value is not { } pack || !compiled.Succeeded) return Outcome.Failure<(LiveDefinitions, string?)>(compiled.Issues);
        var version = definition["version"].Text;
        return (live.With(pack), string.IsNullOrEmpty(version) ? name : $"{name}|{version}");
    }
}
