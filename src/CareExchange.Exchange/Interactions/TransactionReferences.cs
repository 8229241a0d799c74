using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Search;

namespace CareExchange.Exchange.Interactions;

/// <summary>The references of one transaction: fullUrls of its entries, and conditional references looked up once.</summary>
/// <param name="unit">Where conditional references are searched.</param>
/// <param name="access">Who they are searched for.</param>
internal sealed class TransactionReferences(WriteUnit unit, AccessPredicate access)
{
    private readonly Dictionary<string, string> _targets = new(StringComparer.Ordinal);

    /// <summary>Learns how entries speak of a resource.</summary>
    public void Add(string fullUrl, string reference) => _targets[fullUrl] = reference;

    /// <summary>The resource with its references rewritten, those by condition looked up; or <c>reference-unresolved</c>, one for each that leads nowhere.</summary>
    public async Task<Outcome<CheckedResource>> RewriteAsync(CheckedResource resource, BundleEntry entry, CancellationToken cancellationToken)
    {
        var issues = new List<Issue>();
        foreach (var reference in ReferenceRewrite.References(resource.Document.Root))
        {
            var text = reference.Text!;
            if (_targets.ContainsKey(text) || text.StartsWith("urn:", StringComparison.Ordinal)) continue;
            if (text.IndexOf('?', StringComparison.Ordinal) is > 0 and var mark && !text[..mark].Contains('/', StringComparison.Ordinal)) await LookUpAsync(text, mark, entry.PathOf(reference.Path), issues, cancellationToken);
        }

        return issues.Count > 0 ? Outcome.Failure<CheckedResource>(issues) : Rewrite(resource, entry);
    }

    /// <summary>The same for a resource whose conditions are looked up, or that has none. Any number of threads, once all entries are known.</summary>
    public Outcome<CheckedResource> Rewrite(CheckedResource resource, BundleEntry entry)
    {
        List<Issue>? issues = null;
        foreach (var reference in ReferenceRewrite.References(resource.Document.Root))
        {
            var text = reference.Text!;
            if (text.StartsWith("urn:", StringComparison.Ordinal) && !_targets.ContainsKey(text)) (issues ??= []).Add(InteractionIssues.UnresolvedReference(entry.PathOf(reference.Path), text));
        }

        if (issues is not null) return Outcome.Failure<CheckedResource>(issues);
        var json = ReferenceRewrite.Apply(resource.Document, _targets);
        if (json.Equals(resource.Document.Utf8)) return resource;
        var read = FhirDocument.Parse(json, resource.Document.Schema);
        return read.Value is { } document ? resource with { Document = document } : Outcome.Failure<CheckedResource>(read.Issues);
    }

    private async Task LookUpAsync(string text, int mark, string path, List<Issue> issues, CancellationToken cancellationToken)
    {
        var type = text[..mark];
        var found = await unit.FindAsync(type, text[(mark + 1)..], access, cancellationToken);
        if (found.Value is { } target) _targets[text] = $"{type}/{target.Id}";
        else issues.Add(found.Issues is [var issue, ..] ? issue with { Expression = path } : InteractionIssues.UnresolvedReference(path, type));
    }
}
