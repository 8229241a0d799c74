using CareExchange.Fhir.Definitions;
using CareExchange.Fhir.Elements;
using CareExchange.Fhir.Outcomes;
using CareExchange.Storage.Resources;

namespace CareExchange.Exchange.Consent;

/// <summary>Reads an R4 Consent into what it says.</summary>
/// <remarks>Never fails: what cannot be read becomes an issue and closes. An unreadable part keeps a permit from opening and lets a
/// refusal stand, so a malformed consent opens nothing (S18). The root may carry a type (IHE PCF) or not (core R4); without one, a
/// <c>policyRule</c> of OPTIN or OPTOUT is its effect, else it only bounds the provisions inside it.</remarks>
public static class ConsentReader
{
    private const string ScopeSystem = "http://terminology.hl7.org/CodeSystem/consentscope";
    private const string ActCodeSystem = "http://terminology.hl7.org/CodeSystem/v3-ActCode";

    /// <summary>What a stored Consent says.</summary>
    public static ConsentPolicy Read(StoredResource consent)
    {
        if (!consent.Deleted && FhirDocument.Parse(consent.Json, Schema.R4) is { Value: { } parsed })
        {
            using var document = parsed;
            var policy = Read(document.Root, consent.Id, consent.Version) with { Source = consent.Tags.Source, Recorded = consent.LastUpdated };

            // It is kept with somebody whom it names in a way that is not read here (a version, say): what it refuses is refused, and it opens nothing.
            return policy.Person is not null || consent.Tags.Person is not { } person ? policy
                : policy with { Person = person, Statements = [.. policy.Statements.Select(statement => statement with { Unreadable = true })] };
        }

        return new ConsentPolicy
        {
            Id = consent.Id, Version = consent.Version, Person = null, IsActive = false, StatedAt = null, Statements = [],
            Issues = consent.Deleted ? [] : [Closed("json", "The Consent cannot be read.", "동의 자료를 읽을 수 없습니다.", default)],
        };
    }

    /// <summary>What a Consent says, from its root element.</summary>
    public static ConsentPolicy Read(Element consent, string id, long version)
    {
        var issues = new List<Issue>();
        var statements = new List<ConsentStatement>();
        var scope = JudgeScope(consent, issues);
        if (scope != Match.No)
        {
            var unreadable = scope == Match.Unknown | !IsPlain(consent, issues) | !IsVerified(consent, issues);
            var provision = consent.Children("provision");
            if (provision.Count > 1) issues.Add(Closed("provision", "Only one root provision may stand.", "최상위 조항은 하나만 둘 수 있습니다.", consent["provision"]));
            if (provision.Count == 0 && RootEffect(consent) == ConsentEffect.Deny)
            {
                // Who opts out and makes no exception refuses everything. Who opts in and says no more has named nobody and nothing, and opens nothing (PIPA 17).
                statements.Add(new() { Path = "Consent.policyRule", Effect = ConsentEffect.Deny, Custodians = CustodiansOf(consent, issues), Unreadable = unreadable });
            }

            foreach (var root in provision)
            {
                new ProvisionReader(issues, statements).ReadRoot(root, RootEffect(consent), CustodiansOf(consent, issues), unreadable || provision.Count > 1);
            }
        }

        var stated = consent["dateTime"];
        var statedAt = TimeRange.Parse(stated.Text);
        if (stated.Exists && statedAt is null) issues.Add(Closed("date-time", "dateTime is no date.", "dateTime이 날짜가 아닙니다.", stated));
        return new ConsentPolicy
        {
            Id = id,
            Version = version,
            Person = PersonOf(consent, issues),
            IsActive = consent["status"].Text == "active",
            StatedAt = statedAt,
            Statements = statements,
            Issues = issues,
            NeedsContent = statements.Any(NeedsContent),
            UniqueNumbers = UniqueNumbersOf(consent),
            HasEvidence = consent["source"].Exists || consent["verification"].Exists,
            RelatedTo = [.. statements.Where(statement => statement.Effect == ConsentEffect.Deny).SelectMany(statement => statement.Data.Values).Where(data => data.Meaning == "related" && !data.Reference.StartsWith("Patient/", StringComparison.Ordinal)).Select(data => data.Reference).Distinct(StringComparer.Ordinal)],
            Groups = [.. statements.SelectMany(statement => statement.Actors.Values).Select(actor => actor.Reference).OfType<string>().Where(IsGroup).Distinct(StringComparer.Ordinal)],
        };
    }

    // The statements of PIPA 17(2) tell what was agreed to item by item; an agreement to unique numbers stands among them or there is none.
    private static UniqueNumberAgreement UniqueNumbersOf(Element consent)
    {
        var said = UniqueNumberAgreement.Unsaid;
        foreach (var extension in consent.Children("extension"))
        {
            if (extension["url"].Text != "urn:careexchange:extension:pipa-statements") continue;
            said = UniqueNumberAgreement.NotAgreed;
            foreach (var statement in extension.Children("extension"))
            {
                if (statement["url"].Text == "unique-numbers-agreed" && statement["value"].Text == "true") return UniqueNumberAgreement.Agreed;
            }
        }

        return said;
    }

    /// <summary>An issue about a consent that opens less than it may have meant to.</summary>
    internal static Issue Closed(string rule, string english, string korean, Element at) =>
        Issue.Warning("business-rule", $"consent-{rule}", english, korean) with { Expression = at.Exists ? at.Path : "Consent" };

    private static Match JudgeScope(Element consent, List<Issue> issues)
    {
        var match = ScopeOf(consent["scope"]);

        // R5 has no scope and says it among the categories; who writes R4 so is understood.
        if (!consent["scope"].Exists)
        {
            foreach (var category in consent.Children("category")) match = match == Match.Yes ? match : ScopeOf(category);
        }

        // Consent to research, treatment or an advance directive says nothing about who may see data.
        if (match == Match.Unknown) issues.Add(Closed("scope", "The scope does not say patient-privacy.", "scope가 patient-privacy가 아닙니다.", consent["scope"]));
        return match;
    }

    private static Match ScopeOf(Element concept)
    {
        var match = Match.Unknown;
        foreach (var coding in concept.Children("coding"))
        {
            if (coding["system"].Text != ScopeSystem) continue;
            if (coding["code"].Text == "patient-privacy") return Match.Yes;
            match = Match.No;
        }

        return match;
    }

    // R4 extensibility.html#modifierExtension and resource.html#implicitRules: what may change the meaning must be understood or refused.
    private static bool IsPlain(Element consent, List<Issue> issues)
    {
        if (!WellFormed.Holds(consent))
        {
            issues.Add(Closed("json", "The Consent has an empty value or states an element twice.", "동의에 빈 값이나 중복된 항목이 있습니다.", default));
            return false;
        }

        foreach (var name in (ReadOnlySpan<string>)["modifierExtension", "implicitRules"])
        {
            if (!consent[name].Exists) continue;
            issues.Add(Closed("modifier", $"{name} is not understood.", $"{name}을(를) 해석할 수 없습니다.", consent[name]));
            return false;
        }

        foreach (var name in (ReadOnlySpan<string>)["policy", "verification"])
        {
            foreach (var part in consent.Children(name))
            {
                if (!part["modifierExtension"].Exists) continue;
                issues.Add(Closed("modifier", "modifierExtension is not understood.", "modifierExtension을(를) 해석할 수 없습니다.", part["modifierExtension"]));
                return false;
            }
        }

        return true;
    }

    private static bool IsVerified(Element consent, List<Issue> issues)
    {
        var verifications = consent.Children("verification");
        if (verifications.Count == 0) return true;

        // Of several the last one counts; where nobody can tell which that is, each has to say yes.
        var (confirmed, doubted) = (DateTimeOffset.MinValue, (DateTimeOffset?)null);
        var isConfirmed = false;
        foreach (var verification in verifications)
        {
            var on = TimeRange.Parse(verification["verificationDate"].Text);
            if (verification["verified"].Text == "true") (isConfirmed, confirmed) = (true, on is { } day && day.From > confirmed ? day.From : confirmed);
            else doubted = on is { } told && told.Until > (doubted ?? DateTimeOffset.MinValue) ? told.Until : doubted is null || on is null ? DateTimeOffset.MaxValue : doubted;
        }

        if (isConfirmed && (doubted is null || confirmed >= doubted)) return true;

        issues.Add(Closed("verification", "The consent is marked as not verified.", "확인되지 않은 동의입니다.", consent["verification"]));
        return false;
    }

    private static ConsentEffect RootEffect(Element consent)
    {
        var effect = ConsentEffect.None;
        foreach (var coding in consent["policyRule"].Children("coding"))
        {
            if (coding["system"].Text != ActCodeSystem) continue;
            switch (coding["code"].Text)
            {
                case "OPTIN" when effect == ConsentEffect.None: effect = ConsentEffect.Permit; break;
                case "OPTOUT": effect = ConsentEffect.Deny; break;
            }
        }

        foreach (var policy in consent.Children("policy"))
        {
            // IHE PCF 53.2.1: policies that refuse everything; what they allow in emergencies is said by a provision.
            if (policy["uri"].Text is "https://profiles.ihe.net/ITI/PCF/Policy-deny" or "https://profiles.ihe.net/ITI/PCF/Policy-break-glass-only") effect = ConsentEffect.Deny;
        }

        return effect;
    }

    private static Condition<string> CustodiansOf(Element consent, List<Issue> issues)
    {
        List<string> custodians = [];
        var unreadable = false;
        foreach (var organization in consent.Children("organization"))
        {
            if (IdOf("Organization/", organization) is { } id) custodians.Add(id);
            else unreadable = true;
        }

        if (unreadable) issues.Add(Closed("organization", "An organisation that holds the data cannot be read.", "정보를 제공하는 기관을 확인할 수 없습니다.", consent["organization"]));
        return new(custodians, unreadable);
    }

    private static string? IdOf(string prefix, Element reference) =>
        reference["reference"].Text is { } text && text.Length > prefix.Length && text.StartsWith(prefix, StringComparison.Ordinal)
        && text.LastIndexOf('/') == prefix.Length - 1 ? text[prefix.Length..] : null;

    private static string? PersonOf(Element consent, List<Issue> issues)
    {
        if (IdOf("Patient/", consent["patient"]) is { } id) return id;
        issues.Add(Closed("patient", "The consent names no Patient of this gateway.", "동의에 대상자가 지정되지 않았습니다.", consent["patient"]));
        return null;
    }

    private static bool IsGroup(string reference) => reference.StartsWith("Group/", StringComparison.Ordinal) || reference.StartsWith("CareTeam/", StringComparison.Ordinal);

    private static bool NeedsContent(ConsentStatement statement) =>
        statement.Codes.IsStated || statement.Labels.IsStated || statement.DataPeriod.IsStated || statement.Data.IsStated
        || statement.Classes.Values.Any(value => value.System == DataCondition.ResourceTypeSystem) || statement.Around.Any(NeedsContent);
}
