using CareExchange.Exchange.Jobs;
using CareExchange.Exchange.Operations;
using CareExchange.Storage.Resources;
using CareExchange.Storage.Search;

namespace CareExchange.Server.Hosting;

/// <summary>The operations that are offered, and what they share.</summary>
internal static class OperationServices
{
    /// <summary>Everything behind the dollar signs; further operations are registered as <see cref="IOperation"/> by who makes them.</summary>
    public static IServiceCollection AddOperations(this IServiceCollection services) => services
        .AddSingleton<DefinitionStore>()
        .AddSingleton<DefinitionLibrary>()
        .AddSingleton<OperationCatalog>()
        .AddSingleton<OperationInvoker>()
        .AddSingleton<IOperation, ConvertOperation>()
        .AddSingleton<IOperation, VersionsOperation>()
        .AddSingleton<IOperation, ValidateOperation>()
        .AddSingleton<TerminologyTarget>()
        .AddSingleton<IOperation, LookupOperation>()
        .AddSingleton<IOperation, SubsumesOperation>()
        .AddSingleton<IOperation, CodeSystemValidateCodeOperation>()
        .AddSingleton<IOperation, ValueSetValidateCodeOperation>()
        .AddSingleton<IOperation, ExpandOperation>()
        .AddSingleton<IOperation, TranslateOperation>()
        .AddSingleton<IOperation, FindMatchesOperation>()
        .AddSingleton<ClosureStore>()
        .AddSingleton<IOperation, ClosureOperation>()
        .AddSingleton<DateReader>()
        .AddSingleton<PageCursors>()
        .AddSingleton<CareDates>()
        .AddSingleton<EverythingReader>()
        .AddSingleton<IOperation, PatientEverythingOperation>()
        .AddSingleton<IOperation, EncounterEverythingOperation>()
        .AddSingleton<IOperation, GroupEverythingOperation>()
        .AddSingleton<IOperation, LastObservationsOperation>()
        .AddSingleton<IOperation, MatchOperation>()
        .AddSingleton<IOperation, EmergencyAccessOperation>()
        .AddSingleton<IOperation, EmergencyAccessEndOperation>()
        .AddSingleton<IOperation, ExplainAccessOperation>()
        .AddSingleton<IOperation, ConsentTemplatesOperation>()
        .AddSingleton<IOperation, ConsentPreviewOperation>()
        .AddSingleton<IOperation, ConsentFromTemplateOperation>()
        .AddSingleton<IOperation, ConsentWithdrawOperation>()
        .AddSingleton<IOperation, DocumentOperation>()
        .AddSingleton<IOperation, ResourceDiffOperation>()
        .AddSingleton<IOperation, TransformOperation>()
        .AddSingleton<ReindexJobs>()
        .AddSingleton<IJobKind, ReindexKind>()
        .AddSingleton<IOperation, ReindexOperation>()
        .AddSingleton<IOperation, AccessLogOperation>()
        .AddSingleton<IOperation, ProvisionLedgerOperation>()
        .AddSingleton<IOperation, AuditVerifyOperation>()
        .AddSingleton<MetaStore>()
        .AddSingleton<IOperation, MetaOperation>()
        .AddSingleton<IOperation, MetaAddOperation>()
        .AddSingleton<IOperation, MetaDeleteOperation>();
}
