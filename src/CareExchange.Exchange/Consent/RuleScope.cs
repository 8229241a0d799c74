namespace CareExchange.Exchange.Consent;

/// <summary>Which data a legal basis reaches.</summary>
public enum RuleScope
{
    /// <summary>Data that any organisation contributed.</summary>
    AnySource,

    /// <summary>Only what the asking organisation contributed itself; of a Patient that several state, what it states itself.</summary>
    OwnContribution,

    /// <summary>Only data about the asking person.</summary>
    OwnPerson,
}
