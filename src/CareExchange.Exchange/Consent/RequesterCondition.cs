using CareExchange.Exchange.Requests;

namespace CareExchange.Exchange.Consent;

/// <summary>Judges the half of a provision that is about the request: who, why, when and what for.</summary>
internal static class RequesterCondition
{
    /// <summary>The code system of kinds of organisation, for recipients named by kind.</summary>
    public const string OrganizationTypeSystem = "urn:careexchange:organization-type";

    /// <summary>Reading, which through the gateway is use and disclosure at once.</summary>
    public const string Access = "access";

    /// <summary>Giving and taking back consents for the person: permitted only where a provision says so in so many words.</summary>
    public const string Correct = "correct";

    private const string ActionSystem = "http://terminology.hl7.org/CodeSystem/consentaction";

    /// <summary>Whether the provision is about this requester at this moment, and about what is to be done.</summary>
    public static Match Judge(ConsentStatement statement, Requester requester, DateTimeOffset now, string action = Access)
    {
        if (action != Access && statement.Actions.Count == 0 && statement.Effect == ConsentEffect.Permit) return Match.No;
        var match = statement.Unreadable ? Match.Unknown : Match.Yes;
        foreach (var period in statement.Periods)
        {
            match = Least(match, period.Judge(range => range.Contains(now) ? Match.Yes : Match.No));
        }

        match = Least(match, statement.Actors.Judge(actor => JudgeActor(actor, requester)));
        if (statement.Effect == ConsentEffect.Permit && statement.Around.Count > 0)
        {
            foreach (var level in statement.Around) match = Least(match, level.Actors.Judge(actor => JudgeActor(actor, requester)));
        }

        foreach (var purposes in statement.Purposes)
        {
            match = Least(match, purposes.Judge(purpose => JudgePurpose(purpose, requester)));
        }

        foreach (var actions in statement.Actions)
        {
            match = Least(match, actions.Judge(stated => JudgeAction(stated, action)));
        }

        return match;
    }

    /// <summary>True where the provision names this requester, the organisation, role or group, rather than anybody.</summary>
    public static bool Names(ConsentStatement statement, Requester requester) =>
        statement.Actors.Values.Any(actor => JudgeActor(actor, requester) == Match.Yes);

    /// <summary>How many steps above the requester's purpose the nearest purpose stands that the provision states; a great number where it states none.</summary>
    public static int PurposeDistance(ConsentStatement statement, Requester requester)
    {
        var nearest = int.MaxValue;
        if (statement.Purposes.Count == 0) return nearest;
        foreach (var purposes in statement.Purposes)
        {
            foreach (var purpose in purposes.Values)
            {
                if (purpose.System != PurposeOfUse.System) continue;
                var steps = 0;
                for (var own = requester.Purpose; own is not null && steps < nearest; own = own.Parent, steps++)
                {
                    if (own.Code == purpose.Code) nearest = steps;
                }
            }
        }

        return nearest;
    }

    /// <summary>Whether a reference to somebody is to the requester in person: a member of staff, a system, a patient or a caregiver by their own kind of resource only.</summary>
    public static Match IsInPerson(string type, string id, Requester requester)
    {
        if (requester.FhirUser is { } user && user.Length == type.Length + 1 + id.Length && user.StartsWith(type, StringComparison.Ordinal) && user.EndsWith(id, StringComparison.Ordinal)) return Match.Yes;
        var isKind = type switch
        {
            "Device" => requester.IsSystem,
            "Practitioner" or "PractitionerRole" => !requester.IsSystem && requester.Role is not (RequesterRole.Person or RequesterRole.Caregiver),
            _ => false,
        };
        if (!isKind || id != requester.Id) return Match.No;

        // The account has the name of somebody else's resource: nobody can tell who is meant.
        return requester.FhirUser is null ? Match.Yes : Match.Unknown;
    }

    private static Match JudgeActor(ConsentActor actor, Requester requester)
    {
        var match = actor switch
        {
            { Reference: { } reference } => JudgeReference(reference, requester),
            { Identifier: { System: RequesterRole.System } role } => Equal(role.Code, requester.Role),
            { Identifier: { System: OrganizationTypeSystem } type } when requester.OrganizationType is { } own => Equal(type.Code, own),
            _ => Match.Unknown,
        };
        return actor.Role is null ? match : Least(match, Equal(actor.Role, requester.Role));
    }

    private static Match JudgeReference(string reference, Requester requester)
    {
        var slash = reference.IndexOf('/', StringComparison.Ordinal);
        var id = reference[(slash + 1)..];
        return (slash < 0 ? "" : reference[..slash]) switch
        {
            "Organization" => Equal(id, requester.OrganizationId),
            "Practitioner" or "PractitionerRole" or "Device" or "RelatedPerson" => IsInPerson(reference[..slash], id, requester),
            "Patient" => Equal(id, requester.PersonId),
            "Group" or "CareTeam" => requester.Groups.Contains(reference, StringComparer.Ordinal) ? Match.Yes : requester.DoubtfulGroups.Contains(reference, StringComparer.Ordinal) ? Match.Unknown : Match.No,
            _ => Match.Unknown,
        };
    }

    private static Match JudgePurpose(Coded purpose, Requester requester) => purpose.System == PurposeOfUse.System
        ? requester.Purpose.IsWithin(purpose.Code) ? Match.Yes : PurposeOfUse.IsNamed(purpose.Code) ? Match.No : Match.Unknown
        : Match.Unknown;

    // Reading through the gateway is access, use and disclosure at once; collecting and correcting are something else.
    private static Match JudgeAction(Coded stated, string action) => stated switch
    {
        { System: ActionSystem, Code: "access" or "use" or "disclose" } => Equal(action, Access),
        { System: ActionSystem, Code: "collect" or Correct } => Equal(action, stated.Code),
        _ => Match.Unknown,
    };

    private static Match Equal(string left, string? right) => left == right ? Match.Yes : Match.No;

    private static Match Least(Match left, Match right) => left < right ? left : right;
}
