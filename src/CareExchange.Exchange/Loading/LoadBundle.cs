using CareExchange.Exchange.Interactions;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;

namespace CareExchange.Exchange.Loading;

/// <summary>A Bundle's entries as resources to be stored: of a transaction all or none, of every other each for itself.</summary>
/// <remarks>Ids are kept where entries bring them, also of POST: what is loaded twice is the same resource. References by fullUrl and
/// conditional references are rewritten (R4 http.html#trules). Deletions, patches and reads are no loading and are refused.</remarks>
internal sealed class LoadBundle(
    LoadPreparer preparer, LoadServices services, LoadOrder order, LoadConditions conditions, LoadText text, IReadOnlyDictionary<string, string?> answers)
{
    private readonly List<Issue> _issues = [];
    private readonly List<string> _unanswered = [];
    private readonly Dictionary<string, string> _targets = new(StringComparer.Ordinal);
    private bool _isRequest;
    private bool _rewritesUrls;

    private sealed record Step(int Index, Element Resource, string Type, string Id, bool IsStanding);

    /// <summary>The Bundle, where its entries are what is to be stored; null for a document, a message, or what is no Bundle.</summary>
    public static FhirDocument? Read(ResourceBody body, Schema schema)
    {
        if (body.Read(schema).Value is not { } document) return null;
        if (document.Root.TypeName == "Bundle" && document.Root["type"].Text is "transaction" or "batch" or "collection" or "searchset") return document;
        document.Dispose();
        return null;
    }

    /// <summary>What the Bundle comes to.</summary>
    public LoadItem Prepare(Element bundle)
    {
        var isWhole = bundle["type"].Text == "transaction";
        _isRequest = bundle["type"].Text is "transaction" or "batch";
        var steps = new List<Step>();
        var count = 0;
        foreach (var entry in bundle.Children("entry"))
        {
            if (Identify(entry, count++) is { } step) steps.Add(step);
        }

        if (_unanswered.Count > 0) return new(text, [], []) { Conditions = _unanswered };
        foreach (var twice in steps.Where(step => !step.IsStanding).GroupBy(step => (step.Type, step.Id)).Where(group => group.Count() > 1)) Refuse(twice.Last().Index, "bundle-duplicate", "Two entries store the same resource.", "두 항목이 같은 자원을 저장합니다.");
        var entries = new List<LoadEntry>(steps.Count);
        foreach (var step in steps.Where(step => !step.IsStanding))
        {
            if (Make(step) is { } made) entries.Add(made);
        }

        if (_unanswered.Count > 0) return new(text, [], []) { Conditions = _unanswered };
        if (isWhole && _issues.Count > 0) return LoadItem.Failure(text, _issues, count);
        var standing = steps.Count(step => step.IsStanding);
        return new(text, entries, _issues) { IsWhole = isWhole, Refused = count - entries.Count - standing, Standing = standing };
    }

    private Step? Identify(Element entry, int index)
    {
        var resource = entry["resource"];
        if (!resource.Exists) return Refuse(index, "load-no-resource", "The entry carries no resource.", "항목에 리소스가 없습니다.");
        var (type, id) = (resource.TypeName, resource["id"].Text);
        string? condition = null;
        if (_isRequest)
        {
            var request = BundleEntry.ReadOne(entry, index);
            if (request is null || request.Type != type || request.Method is not ("POST" or "PUT"))
            {
                return Refuse(index, "load-request", "Only entries that create or update a resource can be loaded.", "생성하거나 수정하는 항목만 적재할 수 있습니다.");
            }

            if (request.Id is not null && request.Id != id) return Refuse(index, "resource-id", "The resource's id is not the one its request names.", "리소스의 id가 요청의 주소와 다릅니다.");
            var query = request.Method == "POST" ? request.IfNoneExist : request.Id is null ? request.Query ?? "" : null;
            condition = query is null ? null : $"{type}?{query.TrimStart('?')}";
            if (condition is not null && !IsAnswered(condition)) return null;
            if (condition is not null && Answer(condition) is { } found)
            {
                if (request.Method == "PUT" && id is not null && id != found) return Refuse(index, "resource-id", "The resource's id is not that of the one the condition finds.", "리소스의 id가 조건에 맞는 자원의 id와 다릅니다.");
                return Known(entry, new(index, resource, type, found, IsStanding: request.Method == "POST"));
            }
        }

        return Known(entry, new(index, resource, type, id ?? Uuid(entry["fullUrl"].Text) ?? LoadIds.Of(order.Id, text, index), IsStanding: false));
    }

    private Step Known(Element entry, Step step)
    {
        if (entry["fullUrl"].Text is not { } fullUrl) return step;
        _targets[fullUrl] = $"{step.Type}/{step.Id}";
        _rewritesUrls |= !fullUrl.StartsWith("urn:", StringComparison.Ordinal);
        return step;
    }

    private LoadEntry? Make(Step step)
    {
        var check = services.Writes.Check.Check(new ResourceBody(step.Resource.Document.Utf8.Slice(step.Resource.Start, step.Resource.Raw.Length)), null, null);
        if (check.Value is not { } resource || !check.Succeeded) return Refuse(step, check.Issues);
        using var document = resource.Document;
        var json = document.Utf8;
        if (_rewritesUrls || MayRefer(json.Span))
        {
            if (Resolve(step, document.Root) is not { } found) return null;
            json = ReferenceRewrite.Apply(document, text => _targets.GetValueOrDefault(text) ?? found.GetValueOrDefault(text));
        }

        using var rewritten = json.Equals(document.Utf8) ? document : FhirDocument.Parse(json, services.Schema).Value ?? throw new InvalidOperationException("A rewritten resource is not JSON.");

        // Last, because entries may be named by addresses of this server.
        using var own = OwnReferences.Relative(rewritten, services.Address).Value ?? throw new InvalidOperationException("A rewritten resource is not JSON.");
        return Made(step, resource with { Document = own });
    }

    private static bool MayRefer(ReadOnlySpan<byte> json) => json.IndexOf("\"urn:"u8) >= 0 || json.Contains((byte)'?');

    private LoadEntry? Made(Step step, CheckedResource resource)
    {
        var made = preparer.Make(resource, step.Id);
        return made.Value ?? Refuse(step, made.Issues);
    }

    // What the conditions found that the resource refers by; null where one of its references leads nowhere.
    private Dictionary<string, string>? Resolve(Step step, Element root)
    {
        var (known, found) = (_issues.Count, new Dictionary<string, string>(StringComparer.Ordinal));
        foreach (var reference in ReferenceRewrite.References(root))
        {
            var written = reference.Text!;
            if (_targets.ContainsKey(written)) continue;
            var target = OwnReferences.Below(written, services.Address);
            var asks = LoadConditions.Asks(target);
            if (asks && !IsAnswered(target)) continue;
            if (asks && Answer(target) is { } id) found[written] = $"{target[..target.IndexOf('?', StringComparison.Ordinal)]}/{id}";
            else if (asks || target.StartsWith("urn:", StringComparison.Ordinal)) _issues.Add(InteractionIssues.UnresolvedReference($"Bundle.entry[{step.Index}].resource", asks ? "a conditional reference" : target));
        }

        return _issues.Count == known ? found : null;
    }

    private bool IsAnswered(string condition)
    {
        if (answers.ContainsKey(condition) || conditions.TryFind(condition, out _)) return true;
        _unanswered.Add(condition);
        return false;
    }

    private string? Answer(string condition) => answers.TryGetValue(condition, out var answer) ? answer : conditions.TryFind(condition, out var id) ? id : null;

    private LoadEntry? Refuse(Step step, IReadOnlyList<Issue> issues)
    {
        _issues.AddRange(issues.Where(issue => issue.IsError).Select(issue => issue with
        {
            Expression = $"Bundle.entry[{step.Index}].resource{(issue.Expression?.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot ? issue.Expression[dot..] : "")}",
            Line = step.Resource.Position.Line + (issue.Line ?? 1) - 1,
        }));
        return null;
    }

    private Step? Refuse(int index, string rule, string english, string korean)
    {
        _issues.Add(Issue.Error("invalid", rule, english, korean) with { Expression = $"Bundle.entry[{index}]" });
        return null;
    }

    private static string? Uuid(string? fullUrl) =>
        fullUrl is not null && fullUrl.StartsWith("urn:uuid:", StringComparison.Ordinal) && Guid.TryParse(fullUrl.AsSpan(9), out var id) ? id.ToString() : null;
}
