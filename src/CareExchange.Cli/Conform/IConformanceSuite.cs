namespace CareExchange.Cli.Conform;

/// <summary>Runs the cases of one public suite, in the layout that the suite is published in.</summary>
internal interface IConformanceSuite
{
    /// <summary>The word on the command line.</summary>
    string Kind { get; }

    /// <summary>One sentence: the layout that is read and what is compared.</summary>
    string Description { get; }

    /// <summary>The cases as they are run, in the folder's order.</summary>
    /// <exception cref="InvalidDataException">The folder is not in the suite's layout.</exception>
    IEnumerable<ConformanceResult> Run(DirectoryInfo folder);
}
