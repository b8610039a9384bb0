using System.Collections.Generic;
using RnnGen.Generator.Model;
using RnnGen.Generator.Planning;

namespace RnnGen.Generator.Emission;

/// <summary>Prints the second file of a network: many streams at once, and training on mini-batches where it has B.</summary>
internal static class BatchEmitter
{
    public static string Emit(NetworkSpec spec)
    {
        BatchPlan plan = BatchPlan.For(spec.Shape);
        string kernels = spec.PlainName + "BatchKernels";
        var words = new Vocabulary(plan.Rows, plan.Rows.Usual, kernels) { HasTwin = false };
        var streams = new Vocabulary(plan.Rows, plan.Rows.Usual, kernels) { HasTwin = plan.RowsHaveTwin };
        string qualified = $"global::RnnGen.Generated.{kernels}";
        CodeWriter code = NetworkEmitter.File(spec, [], code =>
        {
            new BatchRunnerEmitter(words, spec, qualified).Write(code);
            if (spec.Shape.HasBatch)
            {
                code.Line();
                new BatchTrainerEmitter(words, plan, qualified).Write(code);
            }
        });
        NetworkEmitter.Kernels(code, words, Notes(plan), () =>
        {
            new BatchCallsEmitter(words, plan).Write(code);
            new BatchKernelsEmitter(words, streams, plan).Write(code);
        });
        if (plan.StreamsHaveTwin)
        {
            var wide = new Vocabulary(plan.Rows, plan.Rows.Wide, kernels);
            NetworkEmitter.Kernels(code, wide, ["The step of the streams once more, on vectors of 512 bits."], () =>
            {
                if (plan.RowsHaveTwin)
                {
                    new RecurrenceText(wide).Streams(code);
                }

                if (plan.StreamsAcrossLanes)
                {
                    new StreamLanesText(wide).Write(code);
                }
            });
        }

        return code.ToString();
    }

    private static IEnumerable<string> Notes(BatchPlan plan)
    {
        yield return "The equations for many sequences at once, each a row of the matrices here: a weight that was loaded serves several";
        yield return $"rows. Rows lie time-major, [t][sequence]; they are read out in blocks of {plan.BlockRows}.";
        if (plan.StreamsAcrossLanes)
        {
            yield return "Streams that fill a vector lie across its lanes instead, a row for each input, unit and class.";
        }
    }
}
