using System.Text;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Search;

namespace CareExchange.Exchange.Interactions;

/// <summary>The references of one transaction: fullUrls of its entries, and conditional references looked up once (R4 http.html#trules, bundle.html#references).</summary>
/// <param name="unit">Where conditional references are searched.</param>
/// <param name="access">Decides for whom they are searched, where there are any.</param>
/// <param name="address">The server's own address: what is no entry's and lies below it is its own resource. Null for none.</param>
internal sealed class TransactionReferences(WriteUnit unit, Func<ValueTask<AccessPredicate>> access, string? address)
{
    private readonly Dictionary<string, string> _targets = new(StringComparer.Ordinal);

    // Conditions that no one resource meets, with what stands in the way where that is not simply that there is none.
    private readonly Dictionary<string, Issue?> _unfound = new(StringComparer.Ordinal);

    // What all fullUrls begin with.
    private byte[] _start = [];

    /// <summary>Learns how entries speak of a resource.</summary>
    public void Add(string fullUrl, string reference)
    {
        var bytes = Encoding.UTF8.GetBytes(fullUrl);
        _start = _targets.Count == 0 ? bytes : _start[.._start.AsSpan().CommonPrefixLength(bytes)];
        _targets[fullUrl] = reference;
    }

    /// <summary>The conditions that a resource refers by.</summary>
    public static IReadOnlyList<string> ConditionsOf(Element root) =>
        [.. ReferenceRewrite.References(root).Where(reference => reference.Raw.Contains((byte)'?')).Select(reference => reference.Text!).Where(text => MarkOf(text) > 0)];

    /// <summary>The type that a condition asks.</summary>
    public static string TypeOf(string condition) => condition[..MarkOf(condition)];

    /// <summary>Looks conditions up, each once, before anything is rewritten that refers by them.</summary>
    /// <param name="conditions">What <see cref="ConditionsOf"/> gave.</param>
    /// <param name="isAhead">True before anything of the transaction is stored, and without the writer's turn.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task LookUpAsync(IEnumerable<string> conditions, bool isAhead, CancellationToken cancellationToken)
    {
        foreach (var text in conditions)
        {
            if (_targets.ContainsKey(text) || _unfound.ContainsKey(text)) continue;
            var mark = MarkOf(text);
            var found = isAhead
                ? await unit.FindAheadAsync(text[..mark], text[(mark + 1)..], await access(), cancellationToken)
                : await unit.FindAsync(text[..mark], text[(mark + 1)..], await access(), cancellationToken);
            if (found.Value is { } target) _targets[text] = $"{text[..mark]}/{target.Id}";
            else _unfound[text] = found.Issues.Count > 0 ? found.Issues[0] : null;
        }
    }

    /// <summary>The resource with its references rewritten; or <c>reference-unresolved</c> and what else keeps a condition from being met, one issue for each reference that leads nowhere.
    /// Any number of threads, once all entries are known and all conditions looked up.</summary>
    public Outcome<CheckedResource> Rewrite(CheckedResource resource, BundleEntry entry)
    {
        if (_targets.Count == 0 || _unfound.Count > 0)
        {
            if (Unresolved(resource, entry) is { } unmet) return Outcome.Failure<CheckedResource>(unmet);
            if (_targets.Count == 0) return Own(resource);
        }

        var rewritten = Rewritten(resource, entry);
        return rewritten.Value is { } known && rewritten.Succeeded ? Own(known) : rewritten;
    }

    private List<Issue>? Unresolved(CheckedResource resource, BundleEntry entry)
    {
        List<Issue>? issues = null;
        foreach (var reference in ReferenceRewrite.References(resource.Document.Root))
        {
            if (!reference.Raw.StartsWith("\"urn:"u8) && !reference.Raw.ContainsAny((byte)'\\', (byte)'?')) continue;
            var text = reference.Text!;
            if (_unfound.TryGetValue(text, out var why)) (issues ??= []).Add(why is null ? InteractionIssues.UnresolvedReference(entry.PathOf(reference.Path), text[..MarkOf(text)]) : why with { Expression = entry.PathOf(reference.Path) });
            if (text.StartsWith("urn:", StringComparison.Ordinal) && !_targets.ContainsKey(text)) (issues ??= []).Add(InteractionIssues.UnresolvedReference(entry.PathOf(reference.Path), text));
        }

        return issues;
    }

    private Outcome<CheckedResource> Own(CheckedResource resource)
    {
        var own = OwnReferences.Relative(resource.Document, address);
        return own.Value is { } document && own.Succeeded ? resource with { Document = document } : Outcome.Failure<CheckedResource>(own.Issues);
    }

    private Outcome<CheckedResource> Rewritten(CheckedResource resource, BundleEntry entry)
    {
        var isRelative = RootOf(entry.FullUrl) is not null;
        var mayBeUnresolved = false;
        var json = ReferenceRewrite.Apply(resource.Document, raw => MayMatch(raw, isRelative), raw => MayHold(raw, isRelative), text =>
        {
            var target = TargetOf(text, entry);
            mayBeUnresolved |= target is null && text.StartsWith("urn:", StringComparison.Ordinal);
            return target;
        });

        // Identifiers and codes have urns as well, so the references are looked at by themselves.
        if (mayBeUnresolved && Unresolved(resource, entry) is { } issues) return Outcome.Failure<CheckedResource>(issues);
        if (json.Equals(resource.Document.Utf8)) return resource;
        var read = FhirDocument.Parse(json, resource.Document.Schema);
        return read.Value is { } document ? resource with { Document = document } : Outcome.Failure<CheckedResource>(read.Issues);
    }

    // Codes and identifiers have addresses as well, and far more of them: none that is no relative one, nor begins as all fullUrls do, is any entry's.
    private bool MayMatch(ReadOnlySpan<byte> raw, bool isRelative) =>
        raw.Contains((byte)'\\') || raw[1..].StartsWith(_start) || raw.StartsWith("\"urn:"u8) || (isRelative && !raw.Contains((byte)':')) || raw.Contains((byte)'?');

    // The same of all that an object says.
    private bool MayHold(ReadOnlySpan<byte> raw, bool isRelative) =>
        isRelative || raw.ContainsAny((byte)'\\', (byte)'?') || raw.IndexOf(_start) >= 0 || raw.IndexOf("\"urn:"u8) >= 0;

    // What an entry means by a link: as it stands, below the address of the entry's own fullUrl, and without a version, which the target gets anew.
    private string? TargetOf(string text, BundleEntry entry)
    {
        if (text.Length == 0 || text[0] == '#') return null;
        if (_targets.TryGetValue(text, out var target)) return target;
        var version = text.IndexOf("/_history/", StringComparison.Ordinal);
        var plain = version > 0 ? text[..version] : text;
        if (version > 0 && _targets.TryGetValue(plain, out target)) return target;
        return RootOf(entry.FullUrl) is { } root && plain.IndexOf(':', StringComparison.Ordinal) < 0 && _targets.TryGetValue(root + plain, out target) ? target : null;
    }

    // http://server/fhir/Type/id → http://server/fhir/; a urn has no root, so nothing is relative to it.
    private static string? RootOf(string? fullUrl)
    {
        if (fullUrl is null || !fullUrl.StartsWith("http", StringComparison.Ordinal)) return null;
        var id = fullUrl.LastIndexOf('/');
        var type = id > 0 ? fullUrl.LastIndexOf('/', id - 1) : -1;
        return type > 0 ? fullUrl[..(type + 1)] : null;
    }

    // Type?query, and no address that has a query of its own.
    private static int MarkOf(string text) => text.IndexOf('?', StringComparison.Ordinal) is > 0 and var mark && !text.AsSpan(0, mark).ContainsAny('/', ':') ? mark : -1;
}
