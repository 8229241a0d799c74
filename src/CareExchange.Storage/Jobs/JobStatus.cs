namespace CareExchange.Storage.Jobs;

/// <summary>Where a job stands. The numbers are stored.</summary>
public enum JobStatus
{
    /// <summary>Waiting for its next step, or in the hands of a runner.</summary>
    Active = 0,

    /// <summary>Ended well; its outcome stands until it expires.</summary>
    Done = 1,

    /// <summary>Given up; its outcome says why.</summary>
    Failed = 2,

    /// <summary>Called off by its owner; what it made is gone.</summary>
    Cancelled = 3,
}
