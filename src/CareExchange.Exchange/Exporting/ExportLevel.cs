namespace CareExchange.Exchange.Exporting;

/// <summary>What an export is asked of (Bulk Data Access IG 2.0, export.html#bulk-data-kick-off-request).</summary>
public enum ExportLevel
{
    /// <summary>Everything.</summary>
    System,

    /// <summary>What is about any person.</summary>
    Patient,

    /// <summary>What is about the members of a Group.</summary>
    Group,
}
