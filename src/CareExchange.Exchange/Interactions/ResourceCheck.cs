using CareExchange.Exchange.Consent;
using CareExchange.Exchange.Persons;
using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Resources;
using CareExchange.Validation.Instances;
using CareExchange.Validation.Rules;

namespace CareExchange.Exchange.Interactions;

/// <summary>Bytes → a resource that may be stored, or everything that is wrong with it. Pure: done before the writer is taken.</summary>
/// <param name="schema">What resources are read by.</param>
/// <param name="validator">Judges them.</param>
/// <param name="index">Judges search parameters against those that are there; null where none is to be used.</param>
/// <param name="labels">Gives sensitive resources their labels; null for the rules that come with the gateway.</param>
public sealed class ResourceCheck(Schema schema, ResourceValidator validator, ReindexStore? index = null, SecurityLabeller? labels = null)
{
    /// <summary>Reads and validates a resource.</summary>
    /// <param name="body">The resource.</param>
    /// <param name="type">The type it must have, or null for any.</param>
    /// <param name="id">The id it must carry, or null where the server gives one.</param>
    /// <param name="isRecord">True where a record of the audit trail is taken in: no other way may an AuditEvent be written.</param>
    /// <returns>The resource with warnings, if any; or issues, those of the base specification with path, rule, expected and found.</returns>
    public Outcome<CheckedResource> Check(ResourceBody body, string? type, string? id, bool isRecord = false)
    {
        var read = body.Read(schema);
        if (read.Value is not { } document) return Outcome.Failure<CheckedResource>(read.Issues);
        var root = document.Root;
        var found = root["resourceType"].Text;
        if (type is not null && found != type)
        {
            return Issue.Error("invalid", "resource-type", "The body is not of the type the address names.", "본문의 자원 종류가 주소와 다릅니다.") with
            {
                Expected = type,
                Found = found,
            };
        }

        if (found == AuditEventIssues.Type && !isRecord) return AuditEventIssues.AloneOnly;
        if (id is not null && root["id"].Text != id)
        {
            return Issue.Error("invalid", "resource-id", "The body's id is not the one the address names.", "본문의 id가 주소와 다릅니다.") with
            {
                Expression = $"{found}.id",
                Expected = id,
                Found = root["id"].Text ?? "none",
            };
        }

        // Ids stand in addresses, references, indexes and the trail: a person's may not be their number. Elsewhere so many digits are a moment, or a file's.
        if (found is "Patient" or "Person" or "RelatedPerson" && root["id"].Text is { Length: 13 or 14 } own && NumbersInText.IsResident(own)) return ResidentId(found);
        if (found == "Subscription" && root["status"].Text is "requested" or "active") return NotSubscribed;
        if (found is "Patient" or "RelatedPerson" && IsMasked(root)) return MaskedBody(found);
        IReadOnlyList<Issue> issues = [.. read.Issues, .. validator.Validate(root, s_options).Select(AtTheDoor), .. MayHoldNumbers(document.Utf8.Span) ? MisplacedNumbers(root) : [], .. found == "SearchParameter" && index is not null ? index.Check(root) : []];
        if (issues.Any(issue => issue.IsError)) return Outcome.Failure<CheckedResource>(issues);

        // Every write passes here, so nothing sensitive is stored without its label, whoever sends it and however.
        document = (labels ?? SecurityLabeller.Default).Apply(document);
        return Outcome.Success(new CheckedResource(document, DataCategories.Classify(document.Root)), issues);
    }

    // Who was shown masked numbers and sends them back would put stars in their place.
    private static bool IsMasked(Element root) => root["meta"].Children("security").ToArray().Any(label => label["code"].Text == "MASKED");

    private static Issue ResidentId(string type) =>
        Issue.Error("business-rule", "resource-id", "The id reads like a resident registration number, which may stand in no address: choose another one.", "id가 주민등록번호처럼 보입니다. 주소에 쓸 수 없으니 다른 id를 정하십시오.") with { Expression = $"{type}.id" };

    // R4 subscription.html: a server that accepts one sends. What is sent here is what the operator set up for a partner, so nobody is left to wait for something else.
    private static readonly Issue NotSubscribed =
        Issue.Error("not-supported", "subscription-none", "Subscriptions are not served: what is sent to a partner is set up by the operator (push).", "구독(Subscription)은 제공하지 않습니다. 기관으로 보내는 것은 운영자가 설정합니다(push).") with { Expression = "Subscription.status", Expected = "off" };

    private static Issue MaskedBody(string type) =>
        Issue.Error("business-rule", "masked-content", "What was shown masked cannot be written back: send only what you know yourself, without the label MASKED.", "가려서 보여 준 내용은 다시 저장할 수 없습니다. 직접 아는 내용만 MASKED 표지 없이 보내십시오.") with { Expression = $"{type}.meta.security", Found = "MASKED" };

    // What is stored here is served as REST, so references mean what they say; partners may say more in extensions of their own.
    private static readonly ValidationOptions s_options = new() { AssumesValidRestReferences = true, ExtensionDomains = [""] };

    // What the official validator holds against a resource and R4 does not: references to definitions by a relative URL and types of search parameters, which the specification's own
    // examples have, names of criteria nobody can look up, and links in narratives that lead to a urn, which in a transaction are other entries (http.html#trules). Told, and stored.
    private static readonly string[] s_told = ["canonical-relative", "capability-search-type", "measure-criteria", "xhtml-link-scheme"];

    private static Issue AtTheDoor(Issue issue) => issue.IsError && s_told.Contains(issue.Rule, StringComparer.Ordinal) ? issue with { Severity = IssueSeverity.Warning } : issue;

    // Looked for byte by byte first, because nearly no resource has one; an escape could hide it, so then the elements are asked.
    private static bool MayHoldNumbers(ReadOnlySpan<byte> json) => json.IndexOf("/rrn"u8) >= 0 || json.IndexOf("NNKOR"u8) >= 0 || json.IndexOf("\\u"u8) >= 0 || json.IndexOf("\\/"u8) >= 0;

    // PIPA 24-2: a Patient's own number is taken off and sealed on the way in; anywhere else it would stand in the clear.
    private static IEnumerable<Issue> MisplacedNumbers(Element element)
    {
        foreach (var child in element.Children().ToArray())
        {
            if (child.TypeName == "Identifier" && ResidentNumber.Is(child) && !(element.TypeName == "Patient" && child.Name == "identifier"))
            {
                yield return Issue.Error("business-rule", "resident-number-misplaced", "A resident registration number may stand only in Patient.identifier.", "주민등록번호는 Patient.identifier에만 둘 수 있습니다.") with { Expression = child.Path };
            }

            foreach (var inner in MisplacedNumbers(child)) yield return inner;
        }
    }
}
