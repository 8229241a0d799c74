namespace CareExchange.Fhir.Xml;

/// <summary>How much of a stranger's XML is read before it is refused.</summary>
/// <param name="MaxBytes">Longest text, in bytes.</param>
/// <param name="MaxDepth">Deepest nesting of elements outside xhtml; the JSON made of it has its own bound.</param>
/// <param name="MaxIssues">The most issues listed; one remark more says that there were others.</param>
public sealed record XmlLimits(int MaxBytes = 64 * 1024 * 1024, int MaxDepth = 128, int MaxIssues = 500)
{
    /// <summary>64 MiB, 128 levels, 500 issues.</summary>
    public static XmlLimits Default { get; } = new();
}
