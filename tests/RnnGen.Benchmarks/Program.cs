using System.CommandLine;

// One verb per file: each adds its own command here.
var root = new RootCommand("Measures RnnGen: accuracy of its functions, speed against its peers.");
return root.Parse(args).Invoke();
