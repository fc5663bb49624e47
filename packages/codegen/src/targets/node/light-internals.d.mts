export declare const functionModules: readonly string[];
export declare function installLightInternals(generatorPath: string): void;
