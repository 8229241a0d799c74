namespace CareExchange.Identity.Scopes;

/// <summary>One SMART scope of the form <c>context/type.interactions?constraint</c>, v2 or v1 on input, v2 on output.</summary>
/// <param name="Context">Whose reach.</param>
/// <param name="ResourceType">A FHIR type, <c>*</c> for every FHIR type, or a lower-case name of our own such as <c>messages</c>, which <c>*</c> does not cover.</param>
/// <param name="Interactions">What it allows.</param>
/// <param name="Constraint">Granular search constraint without the question mark; null for none.</param>
public readonly record struct SmartScope(SmartContext Context, string ResourceType, SmartInteractions Interactions, string? Constraint = null)
{
    /// <summary>Reads one scope. SMART 2.2 scopes: letters out of the order <c>cruds</c> make the scope malformed.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out SmartScope scope)
    {
        scope = default;
        string? constraint = null;
        if (text.IndexOf('?') is var question and >= 0)
        {
            constraint = text[(question + 1)..].ToString();
            text = text[..question];
            if (constraint.Length == 0 || !constraint.Contains('=', StringComparison.Ordinal)) return false;
        }

        var slash = text.IndexOf('/');
        var dot = text.LastIndexOf('.');
        if (slash < 0 || dot < slash) return false;
        SmartContext? context = text[..slash] switch
        {
            "patient" => SmartContext.Patient,
            "user" => SmartContext.User,
            "system" => SmartContext.System,
            _ => null,
        };
        var type = text[(slash + 1)..dot];
        if (context is null || !(type is "*" || IsName(type)) || ParseInteractions(text[(dot + 1)..]) is not { } interactions) return false;
        scope = new SmartScope(context.Value, type.ToString(), interactions, constraint);
        return true;
    }

    /// <summary>Whether this scope's type covers <paramref name="resourceType"/>.</summary>
    public bool Covers(string resourceType) =>
        string.Equals(ResourceType, resourceType, StringComparison.Ordinal)
        || (ResourceType == "*" && (resourceType == "*" || IsFhirType(resourceType)));

    /// <summary>What both scopes allow, or null when that is nothing. Constraints of both apply together.</summary>
    public SmartScope? Intersect(SmartScope other)
    {
        var interactions = Interactions & other.Interactions;
        if (Context != other.Context || interactions == SmartInteractions.None) return null;
        string type;
        if (other.Covers(ResourceType)) type = ResourceType;
        else if (Covers(other.ResourceType)) type = other.ResourceType;
        else return null;
        var constraint = (Constraint, other.Constraint) switch
        {
            (null, var only) => only,
            (var only, null) => only,
            var (one, two) when one == two => one,
            var (one, two) => $"{one}&{two}",
        };
        return new SmartScope(Context, type, interactions, constraint);
    }

    /// <summary>The scope in SMART v2 form.</summary>
    public override string ToString()
    {
        Span<char> letters = stackalloc char[5];
        var count = 0;
        for (var bit = 0; bit < 5; bit++)
        {
            if (((int)Interactions & (1 << bit)) != 0) letters[count++] = "cruds"[bit];
        }

        var context = Context switch { SmartContext.Patient => "patient", SmartContext.User => "user", _ => "system" };
        return $"{context}/{ResourceType}.{letters[..count]}{(Constraint is null ? "" : $"?{Constraint}")}";
    }

    private static bool IsFhirType(string name) => name.Length > 0 && char.IsAsciiLetterUpper(name[0]);

    private static bool IsName(ReadOnlySpan<char> text)
    {
        if (text.Length is 0 or > 64) return false;
        foreach (var c in text)
        {
            if (!char.IsAsciiLetter(c)) return false;
        }

        return true;
    }

    // SMART 2.2 "Scopes for requesting FHIR resources": v1 .read means .rs, .write means .cud, .* means all.
    private static SmartInteractions? ParseInteractions(ReadOnlySpan<char> text)
    {
        switch (text)
        {
            case "read": return SmartInteractions.Read | SmartInteractions.Search;
            case "write": return SmartInteractions.Create | SmartInteractions.Update | SmartInteractions.Delete;
            case "*": return SmartInteractions.All;
        }

        var last = -1;
        var interactions = SmartInteractions.None;
        foreach (var c in text)
        {
            var position = "cruds".IndexOf(c, StringComparison.Ordinal);
            if (position <= last) return null;
            last = position;
            interactions |= (SmartInteractions)(1 << position);
        }

        return interactions == SmartInteractions.None ? null : interactions;
    }
}
