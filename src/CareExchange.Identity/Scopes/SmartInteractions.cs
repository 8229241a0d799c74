namespace CareExchange.Identity.Scopes;

/// <summary>Interactions of a SMART v2 scope, in the order the letters must be written.</summary>
[Flags]
public enum SmartInteractions
{
    /// <summary>No interaction.</summary>
    None = 0,

    /// <summary><c>c</c>: create.</summary>
    Create = 1,

    /// <summary><c>r</c>: read, vread, instance history.</summary>
    Read = 2,

    /// <summary><c>u</c>: update and patch.</summary>
    Update = 4,

    /// <summary><c>d</c>: delete.</summary>
    Delete = 8,

    /// <summary><c>s</c>: search, type and system history.</summary>
    Search = 16,

    /// <summary>All five.</summary>
    All = Create | Read | Update | Delete | Search,
}
