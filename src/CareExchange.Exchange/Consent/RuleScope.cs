namespace CareExchange.Exchange.Consent;

/// <summary>Which data a legal basis reaches.</summary>
public enum RuleScope
{
    /// <summary>Data that any organisation contributed.</summary>
    AnySource,

    /// <summary>Only what the asking organisation contributed itself.</summary>
    OwnContribution,

    /// <summary>Data of any source, of persons about whom the asking organisation contributed something itself.</summary>
    KnownPerson,

    /// <summary>Only data about the asking person.</summary>
    OwnPerson,
}
