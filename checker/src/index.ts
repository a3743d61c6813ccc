/// <reference types="node" preserve="true" />

export {};
