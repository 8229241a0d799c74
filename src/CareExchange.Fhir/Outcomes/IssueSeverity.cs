namespace CareExchange.Fhir.Outcomes;

/// <summary>How bad an issue is; the codes of http://hl7.org/fhir/issue-severity, worst first.</summary>
public enum IssueSeverity
{
    /// <summary>Processing stopped here.</summary>
    Fatal,

    /// <summary>The content is wrong and is not accepted.</summary>
    Error,

    /// <summary>The content is accepted, somebody should look.</summary>
    Warning,

    /// <summary>Nothing is wrong.</summary>
    Information,
}
