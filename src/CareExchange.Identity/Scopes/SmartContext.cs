namespace CareExchange.Identity.Scopes;

/// <summary>Whose reach a SMART scope speaks of.</summary>
public enum SmartContext
{
    /// <summary>One patient in context.</summary>
    Patient,

    /// <summary>What the signed-in user may see.</summary>
    User,

    /// <summary>A machine acting without a user.</summary>
    System,
}
