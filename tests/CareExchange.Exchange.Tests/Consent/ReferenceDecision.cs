using System.Globalization;
using System.Text.Json.Nodes;
using CareExchange.Exchange.Consent;
using CareExchange.Exchange.Requests;
using CareExchange.Storage.Resources;

namespace CareExchange.Exchange.Tests.Consent;

/// <summary>The decision once more, slowly and from the documents themselves: it shares no code with the decider, only the published rules (decisions/0020).</summary>
/// <remarks>Every condition is asked twice: does it surely hold, and may it hold. A permit counts where it surely holds, a refusal where it may.</remarks>
internal sealed class ReferenceDecision(Requester requester, DateTimeOffset now, IReadOnlyList<LegalBasisRule> rules, bool isKnown)
{
    private static readonly string[] Levels = ["U", "L", "M", "N", "R", "V"];

    /// <summary>Null where it may not be seen; no elements for all of it; else the elements.</summary>
    public IReadOnlyCollection<string>? Sees(string person, IEnumerable<(string Id, JsonNode Json)> consents, StoredResource resource)
    {
        if (requester.OnlyPersonId is { } only && only != person) return null;
        if (resource.Tags.Person != person || resource.Tags.Category is "admin" || DataCategories.Find(resource.Tags.Category) is null) return null;
        var all = consents.Where(one => (string?)one.Json["status"] == "active" && Target(one.Json) == person).SelectMany(one => Flatten(one.Json).Select(rule => rule with { Consent = one.Id })).ToList();
        var facts = JsonNode.Parse(resource.Json.Span)!;
        var permits = all.Where(rule => rule.IsPermit && Asker(rule, false) && Data(rule, resource, facts, false)).ToList();
        var refusals = all.Where(rule => !rule.IsPermit && Asker(rule, true) && Data(rule, resource, facts, true)).ToList();
        if (permits.Exists(permit => refusals.TrueForAll(refusal => Holds(permit, refusal)))) return [];
        if (resource.Type == "Consent" && all.Exists(rule => rule.IsPermit && rule.Consent == resource.Id && Asker(rule, false) && rule.Actors.Exists(actor => Actor(actor, false)))) return [];
        return ByRules(resource);
    }

    private IReadOnlyCollection<string>? ByRules(StoredResource resource)
    {
        var serving = rules.Where(rule => rule.Serves(requester) && rule.Opens(resource.Tags.Category) && rule.Scope switch
        {
            RuleScope.OwnContribution => resource.Tags.Source == requester.OrganizationId,
            RuleScope.KnownPerson => isKnown,
            RuleScope.OwnPerson => requester.PersonId == resource.Tags.Person,
            _ => true,
        }).ToList();
        return serving.Count == 0 ? null : serving.Exists(rule => rule.Elements.Count == 0) ? [] : [.. serving.SelectMany(rule => rule.Elements).Distinct(StringComparer.Ordinal)];
    }

    private sealed record Rule(
        string Consent, string Path, bool IsPermit, bool IsOdd, DateTimeOffset? From, DateTimeOffset? Until, List<JsonNode> Periods, List<JsonNode> Actors, List<List<JsonNode>> Purposes, List<List<JsonNode>> Actions,
        List<JsonNode> Classes, List<JsonNode> Codes, List<JsonNode> Labels, JsonNode? DataPeriod, List<JsonNode> Data, List<string> Custodians);

    private static string? Target(JsonNode consent) => (string?)consent["patient"]?["reference"] is { } text && text.StartsWith("Patient/", StringComparison.Ordinal) ? text[8..] : null;

    private static IEnumerable<Rule> Flatten(JsonNode consent)
    {
        var scopes = Codings(consent["scope"]).Where(coding => (string?)coding["system"] == "http://terminology.hl7.org/CodeSystem/consentscope").Select(coding => (string?)coding["code"]).ToList();
        if (scopes.Count > 0 && !scopes.Contains("patient-privacy")) return [];
        var custodians = Items(consent["organization"]).Select(one => (string?)one["reference"] ?? "").ToList();
        var isOdd = scopes.Count == 0 || consent["modifierExtension"] is not null || Empty(consent) || custodians.Exists(one => !one.StartsWith("Organization/", StringComparison.Ordinal))
            || (consent["verification"] is not null && !Items(consent["verification"]).Exists(one => one["verified"]?.GetValue<bool>() == true));
        if (consent["provision"] is not { } root) return [];
        var policy = Codings(consent["policyRule"]).Select(coding => (string?)coding["code"]).FirstOrDefault(code => code is "OPTIN" or "OPTOUT");
        var stated = Span((string?)consent["dateTime"]);
        var found = new List<Rule>();
        var around = new Rule("", "Consent.provision", false, isOdd, stated?.From, stated?.Until, [], [], [], [], [], [], [], null, [], [.. custodians.Select(one => one.Replace("Organization/", "", StringComparison.Ordinal))]);
        Add(root, around, root["type"] is null ? policy switch { "OPTIN" => "permit", "OPTOUT" => "deny", _ => "none" } : null, found);
        return found;
    }

    private static void Add(JsonNode provision, Rule above, string? implied, List<Rule> found)
    {
        var codes = Items(provision["code"]).SelectMany(concept => Codings(concept) is { Count: > 0 } codings ? codings : [concept]).ToList();
        var classes = Items(provision["class"]).Concat(codes.Where(IsCategory)).ToList();
        codes = codes.Where(code => !IsCategory(code)).ToList();
        var effect = implied ?? (string?)provision["type"];
        var rule = above with
        {
            IsPermit = effect == "permit",
            IsOdd = above.IsOdd || Empty(provision) || provision["modifierExtension"] is not null,
            Periods = provision["period"] is { } period ? [.. above.Periods, period] : above.Periods,
            Actors = provision["actor"] is { } actors ? Items(actors) : above.Actors,
            // An empty list is no condition; what it may have meant closes (R4 json.html).
            Purposes = provision["purpose"] is { } purposes && Items(purposes).Count > 0 ? [.. above.Purposes, Items(purposes)] : above.Purposes,
            Actions = provision["action"] is { } actions ? [.. above.Actions, Items(actions)] : above.Actions,
            Classes = classes.Count > 0 ? classes : above.Classes,
            Codes = codes.Count > 0 ? codes : above.Codes,
            Labels = provision["securityLabel"] is { } labels ? Items(labels) : above.Labels,
            DataPeriod = provision["dataPeriod"] ?? above.DataPeriod,
            Data = provision["data"] is { } data ? Items(data) : above.Data,
        };

        // What cannot be read bounds what stands inside it too.
        var isUnread = rule.Periods.Exists(one => Period(one) is null) || (rule.DataPeriod is { } time && Period(time) is null) || rule.Actors.Exists(actor => !IsRecipient(actor)) || rule.Data.Exists(one => (string?)one["meaning"] is null || (string?)one["reference"]?["reference"] is null);
        rule = rule with { IsOdd = rule.IsOdd || isUnread };
        if (effect != "none") found.Add(rule);
        foreach (var (inner, index) in Items(provision["provision"]).Select((inner, index) => (inner, index))) Add(inner, rule with { Path = $"{rule.Path}.provision[{index.ToString(CultureInfo.InvariantCulture)}]" }, null, found);
    }

    private bool Asker(Rule rule, bool may)
    {
        if (rule.IsOdd && !may) return false;
        return rule.Periods.TrueForAll(period => Period(period) is not { } span ? may : span.From <= now && now < span.Until)
            && (rule.Actors.Count == 0 || (rule.Actors.Exists(actor => !IsRecipient(actor)) ? may : rule.Actors.Exists(actor => Actor(actor, may))))
            && rule.Purposes.TrueForAll(list => list.Exists(purpose => (string?)purpose["system"] == PurposeOfUse.System ? Within((string?)purpose["code"]) : may))
            && rule.Actions.TrueForAll(list => list.Exists(concept => Codings(concept).Exists(action => (string?)action["system"] == "http://terminology.hl7.org/CodeSystem/consentaction" && (string?)action["code"] is "access" or "use" or "disclose" or "collect" or "correct"
                ? (string?)action["code"] is "access" or "use" or "disclose"
                : may)));
    }

    private bool Within(string? code)
    {
        for (var purpose = requester.Purpose; purpose is not null; purpose = purpose.Parent)
        {
            if (purpose.Code == code) return true;
        }

        return false;
    }

    private static bool IsRecipient(JsonNode actor) => Codings(actor["role"]).Exists(coding => (string?)coding["code"] == "IRCP") && (actor["reference"]?["reference"] is not null || actor["reference"]?["identifier"]?["value"] is not null);

    private bool Actor(JsonNode actor, bool may)
    {
        if ((string?)actor["reference"]?["reference"] is { } reference)
        {
            var parts = reference.Split('/');
            return parts[0] switch
            {
                "Organization" => parts[1] == requester.OrganizationId,
                "Practitioner" or "RelatedPerson" => parts[1] == requester.Id,
                "Patient" => parts[1] == requester.PersonId,
                "CareTeam" or "Group" => requester.Groups.Contains(reference),
                _ => may,
            };
        }

        var identifier = actor["reference"]!["identifier"]!;
        return (string?)identifier["system"] switch
        {
            "urn:careexchange:role" => (string?)identifier["value"] == requester.Role,
            "urn:careexchange:organization-type" when requester.OrganizationType is not null => (string?)identifier["value"] == requester.OrganizationType,
            _ => may,
        };
    }

    private static bool Data(Rule rule, StoredResource resource, JsonNode facts, bool may) =>
        (resource.Tags.Category != "sensitive" || !rule.IsPermit || rule.Labels.Count > 0 || rule.Data.Exists(data => (string?)data["meaning"] == "instance") || rule.Classes.Exists(value => IsCategory(value) && (string?)value["code"] == "sensitive"))
        && (rule.Classes.Count == 0 || rule.Classes.Exists(value => (string?)value["system"] switch
        {
            "urn:careexchange:data-category" => (string?)value["code"] == resource.Tags.Category,
            "http://hl7.org/fhir/resource-types" => (string?)value["code"] == resource.Type,
            _ => may,
        }))
        && (rule.Custodians.Count == 0 || resource.Tags.Category == "identity" || rule.Custodians.Contains(resource.Tags.Source) || (may && rule.Custodians.Exists(one => one.Contains('/', StringComparison.Ordinal))))
        && (rule.Codes.Count == 0 || rule.Codes.Exists(code => CodesOf(facts, rule.IsPermit).Contains(((string?)code["system"], (string?)code["code"]))))
        && (rule.Labels.Count == 0 || Labelled(rule, facts, may))
        && (rule.DataPeriod is null || InTime(rule, facts, may))
        && (rule.Data.Count == 0 || rule.Data.Exists(data => Pointed(rule, data, resource, facts, may)));

    private static bool Labelled(Rule rule, JsonNode facts, bool may)
    {
        var own = Items(facts["meta"]?["security"]);
        var levels = own.Where(label => ((string?)label["system"])!.EndsWith("v3-Confidentiality", StringComparison.Ordinal)).Select(label => Array.IndexOf(Levels, (string?)label["code"]) is >= 0 and var level ? level : 5).ToList();
        var level = levels.Count == 0 ? 3 : levels.Max();
        var kinds = own.Where(label => ((string?)label["system"])!.EndsWith("v3-ActCode", StringComparison.Ordinal)).Select(label => (string?)label["code"]).ToHashSet();
        var named = rule.Labels.Where(label => ((string?)label["system"])!.EndsWith("v3-Confidentiality", StringComparison.Ordinal) && Levels.Contains((string?)label["code"])).Select(label => Array.IndexOf(Levels, (string?)label["code"])).ToList();
        var kindsNamed = rule.Labels.Where(label => ((string?)label["system"])!.EndsWith("v3-ActCode", StringComparison.Ordinal)).Select(label => (string?)label["code"]).ToHashSet();
        var isOdd = rule.Labels.Count > named.Count + rule.Labels.Count(label => ((string?)label["system"])!.EndsWith("v3-ActCode", StringComparison.Ordinal));
        var holds = rule.IsPermit
            ? (named.Exists(one => level <= one) && (kinds.IsSubsetOf(kindsNamed) || named.Max() >= 4)) || (kinds.Count > 0 && kinds.IsSubsetOf(kindsNamed))
            : named.Exists(one => level >= one) || kinds.Overlaps(kindsNamed);
        return holds || (isOdd && may);
    }

    private static bool InTime(Rule rule, JsonNode facts, bool may)
    {
        var time = facts["effectiveDateTime"] is { } effective ? Span((string?)effective) : facts["effectivePeriod"] is { } of ? Period(of) : facts["onsetDateTime"] is { } onset ? Span((string?)onset)
            : facts["period"] is { } period ? Period(period) : facts["dateTime"] is { } dated ? Span((string?)dated) : null;
        if (time is not { } own || Period(rule.DataPeriod!) is not { } asked) return may;
        return rule.IsPermit ? asked.From <= own.From && own.Until <= asked.Until : asked.From < own.Until && own.From < asked.Until;
    }

    private static bool Pointed(Rule rule, JsonNode data, StoredResource resource, JsonNode facts, bool may)
    {
        var (meaning, reference) = ((string?)data["meaning"], (string?)data["reference"]?["reference"]);
        if (meaning is null || reference is null) return may;
        if (meaning is "related" or "dependents" && reference == $"Patient/{resource.Tags.Person}") return true;
        if (meaning == "authoredby" && reference.StartsWith("Organization/", StringComparison.Ordinal)) return reference == $"Organization/{resource.Tags.Source}";
        var isItself = reference == $"{resource.Type}/{resource.Id}";
        return meaning switch
        {
            "instance" => isItself,
            "authoredby" => (rule.IsPermit ? References(facts["performer"]) : References(facts)).Contains(reference),
            "related" or "dependents" => isItself || References(facts).Contains(reference),
            _ => may,
        };
    }

    // Of one consent an exception holds against what it is an exception of, and a narrower permit against a wider refusal beside it; of two the newer, if as narrow.
    private static bool Holds(Rule permit, Rule refusal)
    {
        int[] one = Narrowness(permit), other = Narrowness(refusal);
        var isAsNarrow = one.Zip(other).All(pair => pair.First >= pair.Second);
        if (permit.Consent != refusal.Consent) return isAsNarrow && (permit.From ?? DateTimeOffset.MinValue) >= (refusal.Until ?? DateTimeOffset.MaxValue);
        if (IsInside(permit, refusal)) return true;
        return isAsNarrow && one.Sum() > other.Sum() && !IsInside(refusal, permit);
    }

    private static bool IsInside(Rule inner, Rule outer) => inner.Path.StartsWith(outer.Path + ".", StringComparison.Ordinal);

    private static int[] Narrowness(Rule rule) =>
    [
        rule.Actors.Count == 0 ? 0 : rule.Actors.Exists(actor => !IsRecipient(actor)) ? 1 : rule.Actors.Min(actor => (string?)actor["reference"]?["reference"] is not { } reference ? 1
            : reference.StartsWith("Organization/", StringComparison.Ordinal) ? 3 : reference.StartsWith("CareTeam/", StringComparison.Ordinal) || reference.StartsWith("Group/", StringComparison.Ordinal) ? 2 : 4),
        Math.Max(
            rule.Data.Count == 0 ? 0 : rule.Data.TrueForAll(data => (string?)data["meaning"] is "instance" or null) && rule.Data.Exists(data => data["meaning"] is not null) ? 3 : rule.Data.Exists(data => data["meaning"] is not null) ? 2 : 3,
            rule.Codes.Count + rule.Labels.Count > 0 || rule.DataPeriod is not null ? 2 : rule.Classes.Count > 0 ? 1 : 0),
        rule.Purposes.Count > 0 ? 1 : 0,
    ];

    private static bool IsCategory(JsonNode coding) => (string?)coding["system"] == "urn:careexchange:data-category";

    private static HashSet<(string?, string?)> CodesOf(JsonNode facts, bool principal)
    {
        var found = new HashSet<(string?, string?)>();
        foreach (var (name, value) in facts.AsObject().Where(pair => pair.Key != "meta" && (!principal || pair.Key is "code" or "type" or "category" or "class"))) Collect(value, found);
        return found;

        static void Collect(JsonNode? node, HashSet<(string?, string?)> into)
        {
            if (node is JsonObject json)
            {
                if (json["system"] is JsonValue system && json["code"] is JsonValue code) into.Add(((string?)system, (string?)code));
                foreach (var (_, value) in json) Collect(value, into);
            }
            else if (node is JsonArray items)
            {
                foreach (var item in items) Collect(item, into);
            }
        }
    }

    private static HashSet<string> References(JsonNode? node)
    {
        if (node is JsonArray items) return [.. items.SelectMany(References)];
        if (node is not JsonObject json) return [];
        var found = json.SelectMany(pair => References(pair.Value)).ToHashSet(StringComparer.Ordinal);
        if (json["reference"] is JsonValue reference) found.Add((string)reference!);
        return found;
    }

    private static bool Empty(JsonNode json) => json.AsObject().Any(pair => pair.Value is null or JsonArray { Count: 0 });

    private static List<JsonNode> Items(JsonNode? node) => node is JsonArray items ? [.. items.OfType<JsonNode>()] : node is null ? [] : [node];

    private static List<JsonNode> Codings(JsonNode? concept) => Items(concept?["coding"]);

    private static (DateTimeOffset From, DateTimeOffset Until)? Period(JsonNode period)
    {
        var start = period["start"] is { } from ? Span((string?)from) : (DateTimeOffset.MinValue, DateTimeOffset.MinValue);
        var end = period["end"] is { } until ? Span((string?)until) : (DateTimeOffset.MaxValue, DateTimeOffset.MaxValue);
        return start is { } first && end is { } last && first.From < last.Until ? (first.From, last.Until) : null;
    }

    private static (DateTimeOffset From, DateTimeOffset Until)? Span(string? text)
    {
        if (text is null) return null;
        if (text.Length > 10) return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var moment) ? (moment, moment.AddSeconds(1)) : null;
        var parts = text.Split('-');
        if (!parts.All(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out _))) return null;
        int[] numbers = [.. parts.Select(part => int.Parse(part, CultureInfo.InvariantCulture))];
        var day = new DateTimeOffset(numbers[0], numbers.ElementAtOrDefault(1) is > 0 and var month ? month : 1, numbers.ElementAtOrDefault(2) is > 0 and var date ? date : 1, 0, 0, 0, TimeSpan.FromHours(9));
        return (day, numbers.Length switch { 1 => day.AddYears(1), 2 => day.AddMonths(1), _ => day.AddDays(1) });
    }
}
