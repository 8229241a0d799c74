using System.Globalization;
using System.Text.Json.Nodes;
using CareExchange.Exchange.Consent;
using CareExchange.Exchange.Requests;
using CareExchange.Storage.Resources;

namespace CareExchange.Exchange.Tests.Consent;

/// <summary>The decision once more, slowly and from the documents themselves: it shares no code with the decider, only the published rules (decisions/0020).</summary>
/// <remarks>Every condition is asked twice: does it surely hold, and may it hold. A permit counts where it surely holds, a refusal where it may.</remarks>
internal sealed class ReferenceDecision(Requester requester, DateTimeOffset now, IReadOnlyList<LegalBasisRule> rules)
{
    private static readonly string[] Levels = ["U", "L", "M", "N", "R", "V"];

    /// <summary>Null where it may not be seen; no elements for all of it; else the elements.</summary>
    /// <param name="person">Whose it is.</param>
    /// <param name="consents">The Consents that are kept with that person.</param>
    /// <param name="resource">The resource.</param>
    /// <param name="find">Another resource of the person, such as <c>Encounter/e1</c>; null where there is nothing to look it up in.</param>
    public IReadOnlyCollection<string>? Sees(string person, IEnumerable<(string Id, JsonNode Json)> consents, StoredResource resource, Func<string, JsonNode?>? find = null)
    {
        if (requester.OnlyPersonId is { } only && only != person) return null;
        if (resource.Tags.Person != person || resource.Tags.Category is "admin" || DataCategories.Find(resource.Tags.Category) is null) return null;
        var all = consents.Where(one => (string?)one.Json["status"] == "active" && (Target(one.Json) ?? person) == person).SelectMany(one => Flatten(one.Json).Select(rule => rule with { Consent = one.Id })).ToList();
        var facts = JsonNode.Parse(resource.Json.Span)!;
        var permits = all.Where(rule => rule.IsPermit && Asker(rule, false) && Data(rule, resource, facts, false, null)).ToList();
        var refusals = all.Where(rule => !rule.IsPermit && Asker(rule, true) && Data(rule, resource, facts, true, find)).ToList();
        if (permits.Exists(permit => refusals.TrueForAll(refusal => Holds(permit, refusal)))) return [];
        if (resource.Type == "Consent" && all.Exists(rule => rule.IsPermit && rule.Consent == resource.Id && Asker(rule, false) && rule.Actors.Exists(actor => Actor(actor, false)))) return [];
        return ByRules(resource);
    }

    private IReadOnlyCollection<string>? ByRules(StoredResource resource)
    {
        var serving = rules.Where(rule => rule.Serves(requester) && rule.Opens(resource.Tags.Category) && rule.Scope switch
        {
            RuleScope.OwnContribution => resource.Tags.Source == requester.OrganizationId,
            RuleScope.OwnPerson => requester.PersonId == resource.Tags.Person,
            _ => true,
        }).ToList();
        return serving.Count == 0 ? null : serving.Exists(rule => rule.Elements.Count == 0) ? [] : [.. serving.SelectMany(rule => rule.Elements).Distinct(StringComparer.Ordinal)];
    }

    private sealed record Rule(
        string Consent, string Path, bool IsPermit, bool IsOdd, DateTimeOffset? From, DateTimeOffset? Until, List<JsonNode> Periods, List<JsonNode> Actors, List<List<JsonNode>> Purposes, List<List<JsonNode>> Actions,
        List<JsonNode> Classes, List<JsonNode> Codes, List<JsonNode> Labels, string LabelledBy, JsonNode? DataPeriod, List<JsonNode> Data, List<string> Custodians)
    {
        /// <summary>The levels around it, each with what it states itself and its effect.</summary>
        public List<(Rule Own, string Effect)> Around { get; init; } = [];
    }

    // Null where it names nobody in a way that can be read.
    private static string? Target(JsonNode consent) => (string?)consent["patient"]?["reference"] is { } text && text.StartsWith("Patient/", StringComparison.Ordinal) && text.Count(letter => letter == '/') == 1 ? text[8..] : null;

    private static IEnumerable<Rule> Flatten(JsonNode consent)
    {
        var scopes = Codings(consent["scope"]).Where(coding => (string?)coding["system"] == "http://terminology.hl7.org/CodeSystem/consentscope").Select(coding => (string?)coding["code"]).ToList();
        if (scopes.Count > 0 && !scopes.Contains("patient-privacy")) return [];
        var custodians = Items(consent["organization"]).Select(one => (string?)one["reference"] ?? "").ToList();
        var isOdd = scopes.Count == 0 || Target(consent) is null || consent["implicitRules"] is not null || consent["modifierExtension"] is not null || Empty(consent) || custodians.Exists(one => !one.StartsWith("Organization/", StringComparison.Ordinal))
            || Items(consent["policy"]).Exists(one => one["modifierExtension"] is not null) || !IsVerified(Items(consent["verification"]));
        var codes = Codings(consent["policyRule"]).Where(coding => (string?)coding["system"] == "http://terminology.hl7.org/CodeSystem/v3-ActCode").Select(coding => (string?)coding["code"]).ToList();
        var isOut = codes.Contains("OPTOUT") || Items(consent["policy"]).Exists(one => (string?)one["uri"] is "https://profiles.ihe.net/ITI/PCF/Policy-deny" or "https://profiles.ihe.net/ITI/PCF/Policy-break-glass-only");
        var stated = Span((string?)consent["dateTime"]);
        var found = new List<Rule>();
        var around = new Rule("", "Consent.provision", false, isOdd, stated?.From, stated?.Until, [], [], [], [], [], [], [], "", null, [], [.. custodians.Select(one => one.Replace("Organization/", "", StringComparison.Ordinal))]);
        if (consent["provision"] is { } root) Add(root, around, root["type"] is null ? isOut ? "deny" : codes.Contains("OPTIN") ? "permit" : "none" : null, found);
        else if (isOut) found.Add(around);
        return found;
    }

    // The last word counts; where nobody knows which it is, all have to say yes.
    private static bool IsVerified(List<JsonNode> verifications)
    {
        if (verifications.Exists(one => one["modifierExtension"] is not null)) return false;
        if (verifications.TrueForAll(one => (bool?)one["verified"] == true)) return true;
        var last = verifications.Where(one => (bool?)one["verified"] != true).Max(one => Span((string?)one["verificationDate"])?.Until ?? DateTimeOffset.MaxValue);
        return verifications.Exists(one => (bool?)one["verified"] == true && Span((string?)one["verificationDate"])?.From >= last);
    }

    private static void Add(JsonNode provision, Rule above, string? implied, List<Rule> found)
    {
        var codes = Items(provision["code"]).SelectMany(concept => Codings(concept) is { Count: > 0 } codings ? codings : [concept]).ToList();
        var classes = Items(provision["class"]).Concat(codes.Where(IsCategory)).ToList();
        codes = codes.Where(code => !IsCategory(code)).ToList();
        var effect = implied ?? ((string?)provision["type"] == "permit" ? "permit" : "deny");
        var own = above with
        {
            Actors = Items(provision["actor"]), Classes = classes, Codes = codes, Labels = Items(provision["securityLabel"]), LabelledBy = effect, DataPeriod = provision["dataPeriod"], Data = Items(provision["data"]), IsPermit = effect == "permit",
        };
        var rule = above with
        {
            IsPermit = effect == "permit",
            IsOdd = above.IsOdd || Odd(provision),
            Periods = provision["period"] is { } period ? [.. above.Periods, period] : above.Periods,
            Actors = own.Actors.Count > 0 ? own.Actors : above.Actors,
            // An empty list is no condition; what it may have meant closes (R4 json.html).
            Purposes = provision["purpose"] is { } purposes && Items(purposes).Count > 0 ? [.. above.Purposes, Items(purposes)] : above.Purposes,
            Actions = provision["action"] is { } actions ? [.. above.Actions, Items(actions)] : above.Actions,
            Classes = classes.Count > 0 ? classes : above.Classes,
            Codes = codes.Count > 0 ? codes : above.Codes,
            Labels = own.Labels.Count > 0 ? own.Labels : above.Labels,
            LabelledBy = own.Labels.Count > 0 ? effect : above.LabelledBy,
            DataPeriod = provision["dataPeriod"] ?? above.DataPeriod,
            Data = own.Data.Count > 0 ? own.Data : above.Data,
        };

        // What cannot be read bounds what stands inside it too.
        var isUnread = rule.Periods.Exists(one => Period(one) is null) || (rule.DataPeriod is { } time && Period(time) is null) || rule.Actors.Exists(actor => !IsRecipient(actor)) || rule.Data.Exists(one => !IsPointer(one))
            || classes.Concat(codes).Concat(own.Labels).Concat(Items(provision["purpose"])).Concat(Items(provision["action"]).SelectMany(concept => Codings(concept) is { Count: > 0 } codings ? codings : [concept])).Any(one => one["code"] is null);
        rule = rule with { IsOdd = rule.IsOdd || isUnread };
        if (effect != "none") found.Add(rule);
        foreach (var (inner, index) in Items(provision["provision"]).Select((inner, index) => (inner, index))) Add(inner, rule with { Path = $"{rule.Path}.provision[{index.ToString(CultureInfo.InvariantCulture)}]", Around = [.. above.Around, (own, effect)] }, null, found);
    }

    // A modifier that nobody understands, or a value that is not there, anywhere in a provision but not in those inside it.
    private static bool Odd(JsonNode? node) => node switch
    {
        JsonObject json => json.Any(pair => pair.Key == "modifierExtension" || pair.Value is null or JsonArray { Count: 0 } || (pair.Key is not ("extension" or "provision") && Odd(pair.Value))),
        JsonArray items => items.Any(item => item is null || Odd(item)),
        _ => false,
    };

    private static bool IsPointer(JsonNode data) => (string?)data["meaning"] is not null && (string?)data["reference"]?["reference"] is { } reference && IsOfHere(reference);

    private static bool IsOfHere(string reference) => reference.Split('/') is [{ Length: > 0 } type, { Length: > 0 }] && char.IsAsciiLetterUpper(type[0]);

    private bool Asker(Rule rule, bool may)
    {
        if (rule.IsOdd && !may) return false;
        return rule.Periods.TrueForAll(period => Period(period) is not { } span ? may : span.From <= now && now < span.Until)
            && IsFor(rule.Actors, may)
            && (!rule.IsPermit || rule.Around.TrueForAll(level => IsFor(level.Own.Actors, may: false)))
            && rule.Purposes.TrueForAll(list => list.Exists(purpose => (string?)purpose["system"] == PurposeOfUse.System && (string?)purpose["code"] is { } code && PurposeOfUse.IsNamed(code) ? Within(code) : may))
            && rule.Actions.TrueForAll(list => list.Exists(concept => Codings(concept).Exists(action => (string?)action["system"] == "http://terminology.hl7.org/CodeSystem/consentaction" && (string?)action["code"] is "access" or "use" or "disclose" or "collect" or "correct"
                ? (string?)action["code"] is "access" or "use" or "disclose"
                : may)));
    }

    private bool IsFor(List<JsonNode> actors, bool may) => actors.Count == 0 || (actors.Exists(actor => !IsRecipient(actor)) ? may : actors.Exists(actor => Actor(actor, may)));

    private bool Within(string? code)
    {
        for (var purpose = requester.Purpose; purpose is not null; purpose = purpose.Parent)
        {
            if (purpose.Code == code) return true;
        }

        return false;
    }

    private static bool IsRecipient(JsonNode actor) => RoleOf(actor).IsRecipient && ((string?)actor["reference"]?["reference"] is { } reference ? IsOfHere(reference) : actor["reference"]?["identifier"]?["value"] is not null);

    private static (bool IsRecipient, string? Role) RoleOf(JsonNode actor)
    {
        foreach (var coding in Codings(actor["role"]))
        {
            if ((string?)coding["system"] == "http://terminology.hl7.org/CodeSystem/v3-ParticipationType" && (string?)coding["code"] is "IRCP" or "PRCP") return (true, null);
            if ((string?)coding["system"] == "urn:careexchange:role") return (true, (string?)coding["code"]);
        }

        return (false, null);
    }

    private bool Actor(JsonNode actor, bool may) => (RoleOf(actor).Role is not { } role || role == requester.Role) && Who(actor, may);

    private bool Who(JsonNode actor, bool may)
    {
        if ((string?)actor["reference"]?["reference"] is { } reference)
        {
            var parts = reference.Split('/');
            var isStaff = !requester.IsSystem && requester.Role is not ("person" or "caregiver");
            return parts[0] switch
            {
                "Organization" => parts[1] == requester.OrganizationId,
                "Practitioner" or "PractitionerRole" when isStaff => reference == requester.FhirUser || (parts[1] == requester.Id && (requester.FhirUser is null || may)),
                "Device" when requester.IsSystem => reference == requester.FhirUser || (parts[1] == requester.Id && (requester.FhirUser is null || may)),
                "Practitioner" or "PractitionerRole" or "Device" or "RelatedPerson" => reference == requester.FhirUser,
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

    private static bool Data(Rule rule, StoredResource resource, JsonNode facts, bool may, Func<string, JsonNode?>? find) =>
        (resource.Tags.Category != "sensitive" || !rule.IsPermit || rule.Labels.Count > 0 || rule.Data.Exists(data => (string?)data["meaning"] == "instance") || rule.Classes.Exists(value => IsCategory(value) && (string?)value["code"] == "sensitive"))
        && (!rule.IsPermit || resource.Type is not ("Provenance" or "AuditEvent") || rule.Classes.Exists(value => IsCategory(value) && (string?)value["code"] == "record"))
        && (rule.Custodians.Count == 0 || resource.Tags.Category == "identity" || rule.Custodians.Contains(resource.Tags.Source) || (may && rule.Custodians.Exists(one => one.Contains('/', StringComparison.Ordinal) || one.Length == 0)))
        && Stated(rule, rule.IsPermit, resource, facts, may, find)
        && (!rule.IsPermit || rule.Around.TrueForAll(level => Stated(level.Effect == "permit" ? level.Own with { Labels = [] } : level.Own, level.Effect != "deny", resource, facts, may: false, null)));

    private static bool Stated(Rule rule, bool isPermit, StoredResource resource, JsonNode facts, bool may, Func<string, JsonNode?>? find) =>
        (rule.Classes.Count == 0 || rule.Classes.Exists(value => (string?)value["system"] switch
        {
            "urn:careexchange:data-category" => (string?)value["code"] == resource.Tags.Category,
            "http://hl7.org/fhir/resource-types" => (string?)value["code"] == resource.Type,
            _ => may,
        }))
        && (rule.Codes.Count == 0 || rule.Codes.Exists(code => IsCoded(code, facts, isPermit)))
        && (rule.Labels.Count == 0 || Labelled(rule, isPermit, facts, may))
        && (rule.DataPeriod is null || InTime(rule, isPermit, facts, may))
        && (rule.Data.Count == 0 || rule.Data.Exists(data => Pointed(isPermit, data, resource, facts, may, find)));

    private static bool IsCoded(JsonNode code, JsonNode facts, bool isPermit)
    {
        var (system, value) = ((string?)code["system"], (string?)code["code"]);
        var found = CodesOf(facts, isPermit);
        return isPermit ? found.Contains((system, value)) && system is not null : found.Any(one => one.Item2 == value && value is not null && (one.Item1 == system || one.Item1 is null || system is null));
    }

    private static bool IsLevel(JsonNode label) => (string?)label["system"] is { } system && (system.EndsWith("v3-Confidentiality", StringComparison.Ordinal) || system.EndsWith("v3/Confidentiality", StringComparison.Ordinal) || system == "urn:oid:2.16.840.1.113883.5.25");

    private static bool IsKind(JsonNode label) => (string?)label["system"] is { } system && (system.EndsWith("v3-ActCode", StringComparison.Ordinal) || system.EndsWith("v3/ActCode", StringComparison.Ordinal) || system.EndsWith("v3-InformationSensitivityPolicy", StringComparison.Ordinal) || system == "urn:oid:2.16.840.1.113883.5.4");

    private static bool Labelled(Rule rule, bool isPermit, JsonNode facts, bool may)
    {
        var own = Items(facts["meta"]?["security"]);
        var levels = own.Where(label => IsLevel(label) && label["code"] is not null).Select(label => Array.IndexOf(Levels, (string?)label["code"]) is >= 0 and var level ? level : 5).ToList();
        var level = levels.Count == 0 ? 3 : levels.Max();
        var kinds = own.Where(label => IsKind(label) && label["code"] is not null).Select(label => (string?)label["code"]).ToHashSet();
        var isForeign = own.Exists(label => !((IsLevel(label) || IsKind(label)) && label["code"] is not null) && (string?)label["system"] is not ("urn:careexchange:data-category" or "http://terminology.hl7.org/CodeSystem/v3-ObservationValue" or "http://terminology.hl7.org/CodeSystem/v3-ActReason"));
        var named = rule.Labels.Where(label => IsLevel(label) && Levels.Contains((string?)label["code"])).Select(label => Array.IndexOf(Levels, (string?)label["code"])).ToList();
        var kindsNamed = rule.Labels.Where(IsKind).Select(label => (string?)label["code"]).ToHashSet();
        var isOdd = rule.Labels.Count > named.Count + rule.Labels.Count(IsKind);
        var isUpTo = (named.Exists(one => level <= one) && (kinds.IsSubsetOf(kindsNamed) || named.Max() >= 4)) || (kinds.Count > 0 && kinds.IsSubsetOf(kindsNamed));
        var isFrom = named.Exists(one => level >= one) || kinds.Overlaps(kindsNamed);
        if (isPermit) return isForeign ? may : isUpTo || (isOdd && may);

        // What a refusal takes over from the permit around it means what it means there.
        return isFrom || (rule.LabelledBy != "deny" && isUpTo) || ((isOdd || isForeign) && may);
    }

    private static readonly string[] Times = ["effectiveDateTime", "effectivePeriod", "performedDateTime", "performedPeriod", "onsetDateTime", "period", "authoredOn", "recordedDate", "dateTime", "date", "issued"];

    private static bool InTime(Rule rule, bool isPermit, JsonNode facts, bool may)
    {
        if (Period(rule.DataPeriod!) is not { } asked) return may;
        var told = Times.Where(name => facts[name] is not null).Select(name => facts[name] is JsonObject period ? Period(period) : Span((string?)facts[name])).ToList();
        if (isPermit) return told.Count > 0 && told[0] is { } own && asked.From <= own.From && own.Until <= asked.Until;
        if (facts["onsetDateTime"] is { } onset && facts["abatementDateTime"] is { } end) told.Add(Span((string?)onset) is { } from && Span((string?)end) is { } until && from.From < until.Until ? (from.From, until.Until) : null);
        return told.Exists(one => one is { } span && asked.From < span.Until && span.From < asked.Until) || ((told.Count == 0 || told.Contains(null)) && may);
    }

    private static bool Pointed(bool isPermit, JsonNode data, StoredResource resource, JsonNode facts, bool may, Func<string, JsonNode?>? find)
    {
        if (!IsPointer(data)) return may;
        var (meaning, reference) = ((string)data["meaning"]!, (string)data["reference"]!["reference"]!);
        if (meaning is "related" or "dependents" && reference == $"Patient/{resource.Tags.Person}") return true;
        if (meaning == "authoredby" && reference.StartsWith("Organization/", StringComparison.Ordinal)) return reference == $"Organization/{resource.Tags.Source}" || (!isPermit && Refers(facts, reference, isPermit));
        var isItself = reference == $"{resource.Type}/{resource.Id}";
        return meaning switch
        {
            "instance" => isItself,
            "authoredby" => Refers(isPermit ? facts["performer"] : facts, reference, isPermit),
            "related" => isItself || Refers(facts, reference, isPermit) || (find?.Invoke(reference) is { } named && References(named).Select(Plain).Contains($"{resource.Type}/{resource.Id}") && resource.Type != "Patient"),
            "dependents" => isItself || Refers(facts, reference, isPermit),
            _ => may,
        };
    }

    // A version of something is that something; one of that name elsewhere may be the same.
    private static bool Refers(JsonNode? node, string reference, bool isPermit) =>
        References(node).Select(Plain).Any(one => one == reference || (!isPermit && one.EndsWith("/" + reference, StringComparison.Ordinal)));

    private static string Plain(string reference) => reference.Split("/_history/")[0];

    // Of one consent an exception holds against what it is an exception of, and a narrower permit against a wider refusal beside it; of two the newer, if as narrow.
    // A refusal that says something the permit is silent about cannot be compared with it, and stands.
    private bool Holds(Rule permit, Rule refusal)
    {
        if (permit.Consent == refusal.Consent && IsInside(permit, refusal)) return true;
        int[] one = Narrowness(permit), other = Narrowness(refusal);
        var isAsNarrow = one.Zip(other).All(pair => pair.First >= pair.Second) && (one[2] > other[2] || Distance(permit) <= Distance(refusal)) && Compares(permit, refusal, one, other);
        return permit.Consent != refusal.Consent
            ? isAsNarrow && (permit.From ?? DateTimeOffset.MinValue) >= (refusal.Until ?? DateTimeOffset.MaxValue)
            : isAsNarrow && one.Sum() > other.Sum() && !IsInside(refusal, permit);
    }

    private static bool Compares(Rule permit, Rule refusal, int[] one, int[] other)
    {
        if (one[0] == other[0] && refusal.Actors.Exists(actor => RoleOf(actor).Role is not null) && !permit.Actors.TrueForAll(actor => RoleOf(actor).Role is not null)) return false;
        if (one[1] == 3) return true;
        var said = Dimensions(permit);
        var refused = Dimensions(refusal);
        var isByClass = refusal.Classes.Count == 0 || (said.Count > 0 && refused.Count == 0) || refusal.Classes.TrueForAll(value => permit.Classes.Exists(mine => (string?)mine["system"] == (string?)value["system"]));
        return isByClass && refused.IsSubsetOf(said);
    }

    private static HashSet<string> Dimensions(Rule rule) =>
    [
        .. rule.Codes.Count > 0 ? (string[])["code"] : [], .. rule.Labels.Count > 0 ? (string[])["label"] : [], .. rule.DataPeriod is not null ? (string[])["time"] : [], .. rule.Data.Count > 0 ? (string[])["data"] : [],
    ];

    private int Distance(Rule rule)
    {
        var (nearest, steps) = (int.MaxValue, 0);
        for (var purpose = requester.Purpose; purpose is not null; purpose = purpose.Parent, steps++)
        {
            if (nearest == int.MaxValue && rule.Purposes.Exists(list => list.Exists(one => (string?)one["system"] == PurposeOfUse.System && (string?)one["code"] == purpose.Code))) nearest = steps;
        }

        return nearest;
    }

    private static bool IsInside(Rule inner, Rule outer) => inner.Path.StartsWith(outer.Path + ".", StringComparison.Ordinal);

    private static int[] Narrowness(Rule rule) =>
    [
        rule.Actors.Count == 0 ? 0 : rule.Actors.Exists(actor => !IsRecipient(actor)) ? 1 : rule.Actors.Min(actor => (string?)actor["reference"]?["reference"] is not { } reference ? 1
            : reference.StartsWith("Organization/", StringComparison.Ordinal) ? 3 : reference.StartsWith("CareTeam/", StringComparison.Ordinal) || reference.StartsWith("Group/", StringComparison.Ordinal) ? 2 : 4),
        Math.Max(
            rule.Data.Count == 0 ? 0 : rule.Data.Exists(data => IsPointer(data) && (string?)data["meaning"] != "instance") ? 2 : 3,
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
                if (json["code"] is JsonValue code) into.Add(((string?)json["system"], (string?)code));
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
        if (period["start"] is null && period["end"] is null) return null;
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
